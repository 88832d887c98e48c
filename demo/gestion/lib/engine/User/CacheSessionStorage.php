<?php

declare(strict_types=1);

namespace Gestion\User;

/**
 * Sessions as sfCacheSessionStorage keeps them over sfFileCache: a signed cookie, one file a session that is replaced
 * whole, no lock, and nothing of PHP's own session module. A new id starts with nothing.
 */
final class CacheSessionStorage extends SessionStorage
{
    private const LIFETIME = 86400;

    private string $id = '';
    /** @var array<string, mixed> */
    private array $data = [];

    public function __construct(
        private readonly string $name,
        private readonly bool $httpOnly,
        private readonly string $folder,
        private readonly string $secret,
    ) {
        [$id, $signature] = explode(':', (string) ($_COOKIE[$name] ?? '')) + ['', ''];
        if ($id !== '' && $signature === $this->signature($id)) {
            $this->id = $id;
            $this->data = $this->stored();
        } else {
            $this->begin();
        }
    }

    public function id(): string
    {
        return $this->id;
    }

    public function read(string $key): mixed
    {
        return $this->data[$key] ?? null;
    }

    public function write(string $key, mixed $value): void
    {
        $this->data[$key] = $value;
    }

    public function regenerate(): void
    {
        if (!$this->regenerated) {
            @unlink($this->file());
            $this->data = [];
            $this->begin();
            $this->regenerated = true;
        }
    }

    public function close(): void
    {
        $now = time();
        $beside = $this->file() . '.' . bin2hex(random_bytes(6));
        file_put_contents($beside, sprintf('%012d%012d', $now + self::LIFETIME, $now) . serialize($this->data));
        rename($beside, $this->file());
    }

    private function begin(): void
    {
        $this->id = md5(random_bytes(16));
        $cookie = $this->id . ':' . $this->signature($this->id);
        setrawcookie($this->name, $cookie, ['path' => '/', 'httponly' => $this->httpOnly]);
    }

    /** @return array<string, mixed> */
    private function stored(): array
    {
        $text = (string) @file_get_contents($this->file());
        if ((int) substr($text, 0, 12) < time()) {
            return [];
        }
        $data = unserialize(substr($text, 24));

        return is_array($data) ? $data : [];
    }

    private function file(): string
    {
        return "{$this->folder}/{$this->id}.cache";
    }

    private function signature(string $id): string
    {
        return sha1("$id:{$this->secret}");
    }
}
