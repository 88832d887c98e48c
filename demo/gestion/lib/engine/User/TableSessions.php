<?php

declare(strict_types=1);

namespace Gestion\User;

use Gestion\Model\Database;

/**
 * Sessions in a table, as sfPDOSessionStorage keeps them: no lock, rows only ever updated, an empty row for an id
 * that was read before anything was written under it.
 */
final class TableSessions implements \SessionHandlerInterface
{
    public function __construct(private readonly Database $database, private readonly string $table)
    {
    }

    public function open(string $path, string $name): bool
    {
        return true;
    }

    public function close(): bool
    {
        return true;
    }

    public function read(string $id): string
    {
        $row = $this->database->row("SELECT sess_data FROM {$this->table} WHERE sess_id = ?", [$id]);
        if ($row === null) {
            $this->database->execute("INSERT INTO {$this->table} (sess_id, sess_data, sess_time) VALUES (?, '', ?)", [$id, time()]);
        }

        return (string) ($row['sess_data'] ?? '');
    }

    public function write(string $id, string $data): bool
    {
        $this->database->execute("UPDATE {$this->table} SET sess_data = ?, sess_time = ? WHERE sess_id = ?", [$data, time(), $id]);

        return true;
    }

    public function destroy(string $id): bool
    {
        $this->database->execute("DELETE FROM {$this->table} WHERE sess_id = ?", [$id]);

        return true;
    }

    public function gc(int $lifetime): int
    {
        return $this->database->execute("DELETE FROM {$this->table} WHERE sess_time < ?", [time() - $lifetime]);
    }
}
