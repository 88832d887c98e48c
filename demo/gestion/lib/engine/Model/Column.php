<?php

declare(strict_types=1);

namespace Gestion\Model;

/** One column of a table as schema.yml declares it. */
final class Column
{
    /** @param list<string> $values the members of an enum */
    public function __construct(
        public readonly string $name,
        public readonly string $type,
        public readonly ?int $length = null,
        public readonly bool $notNull = false,
        public readonly mixed $default = null,
        public readonly array $values = [],
        public readonly bool $unique = false,
        public readonly bool $email = false,
    ) {
    }

    /** @param array<string, mixed>|string $definition such as `string(255)` or `{ type: string(255), notnull: true }` */
    public static function fromSchema(string $name, array|string $definition): self
    {
        $definition = is_string($definition) ? ['type' => $definition] : $definition;
        preg_match('/^(\w+)(?:\((\d+)\))?/', (string) ($definition['type'] ?? 'string'), $type);

        return new self(
            $name,
            $type[1],
            isset($type[2]) ? (int) $type[2] : ($definition['length'] ?? null),
            (bool) ($definition['notnull'] ?? false),
            $definition['default'] ?? null,
            $definition['values'] ?? [],
            (bool) ($definition['unique'] ?? false),
            (bool) ($definition['email'] ?? false),
        );
    }

    /** A stored value as Doctrine hydrates it: booleans and arrays are converted, everything else stays text. */
    public function fromDatabase(?string $stored): mixed
    {
        return match (true) {
            $stored === null => null,
            $this->type === 'boolean' => (bool) $stored,
            $this->type === 'array' => $stored === '' ? null : @unserialize($stored, ['allowed_classes' => false]),
            default => $stored,
        };
    }

    public function toDatabase(mixed $value): mixed
    {
        return match (true) {
            $value === null => null,
            $this->type === 'boolean' => (int) (bool) $value,
            $this->type === 'array' => is_array($value) ? serialize($value) : $value,
            default => $value,
        };
    }

    /** Whether a new value differs from the old one by Doctrine's rules; only such columns are written. */
    public function isChanged(mixed $old, mixed $new): bool
    {
        if (is_numeric($old) && is_numeric($new) && in_array($this->type, ['decimal', 'float', 'integer'], true)) {
            return $this->type === 'integer' ? $old != $new : $old * 100 != $new * 100;
        }
        if ($this->type === 'boolean' && is_scalar($old) && is_scalar($new)) {
            return (bool) $old !== (bool) $new;
        }
        if (in_array($this->type, ['date', 'timestamp'], true) && is_string($old) && is_string($new)) {
            return strtotime($old) && strtotime($new) ? strtotime($old) !== strtotime($new) : $old !== $new;
        }

        return $old !== $new;
    }
}
