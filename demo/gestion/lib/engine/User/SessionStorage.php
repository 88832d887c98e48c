<?php

declare(strict_types=1);

namespace Gestion\User;

use Gestion\Model\Database;

/**
 * PHP's own session, as sfSessionStorage sets it up.
 *
 * Where and how PHP keeps it (save_path, save_handler, serialize_handler, the shape of ids) is php.ini's or the pool's matter;
 * with a table's name, sessions are in the database, as sfPDOSessionStorage has them.
 */
class SessionStorage
{
    protected bool $regenerated = false;
    private ?TableSessions $table = null;

    public function __construct(string $name, bool $httpOnly, int $timeout, string $table = '')
    {
        if ($table !== '') {
            $this->table = new TableSessions(new Database(), $table);
            session_set_save_handler($this->table);
        }
        ini_set('session.use_strict_mode', '0');
        ini_set('session.cache_limiter', 'nocache');
        if ((int) ini_get('session.gc_maxlifetime') < $timeout) {
            ini_set('session.gc_maxlifetime', (string) $timeout);
        }
        session_name($name);
        session_set_cookie_params(['lifetime' => 0, 'path' => '/', 'httponly' => $httpOnly]);
        session_start();
    }

    public function id(): string
    {
        return (string) session_id();
    }

    public function read(string $key): mixed
    {
        return $_SESSION[$key] ?? null;
    }

    public function write(string $key, mixed $value): void
    {
        $_SESSION[$key] = $value;
    }

    /** A new id, the old file gone at once; at most once per request. */
    public function regenerate(): void
    {
        if (!$this->regenerated && session_status() === PHP_SESSION_ACTIVE) {
            $old = (string) session_id();
            session_regenerate_id(true);
            // Source: sfPDOSessionStorage::regenerate, which leaves the old id behind as an empty row.
            $this->table?->read($old);
            $this->regenerated = true;
        }
    }

    public function close(): void
    {
        session_write_close();
    }
}
