<?php

declare(strict_types=1);

namespace Gestion\User;

/** Session attributes by namespace; a namespace once used stays, even when it is empty again. */
final class AttributeHolder
{
    /** @var array<string, array<int|string, mixed>> */
    private array $namespaces = [];

    public function __construct(private readonly string $default)
    {
    }

    /** @param array<int|string, mixed> $values */
    public function add(array $values, string $namespace): void
    {
        $this->namespaces[$namespace] = array_replace($this->namespaces[$namespace] ?? [], $values);
    }

    public function get(string $name, mixed $default = null, ?string $namespace = null): mixed
    {
        return $this->namespaces[$namespace ?? $this->default][$name] ?? $default;
    }

    public function has(string $name, ?string $namespace = null): bool
    {
        return isset($this->namespaces[$namespace ?? $this->default][$name]);
    }

    public function set(string $name, mixed $value, ?string $namespace = null): void
    {
        $this->namespaces[$namespace ?? $this->default][$name] = $value;
    }

    public function remove(string $name, ?string $namespace = null): void
    {
        unset($this->namespaces[$namespace ?? $this->default][$name]);
    }

    public function removeNamespace(string $namespace): void
    {
        unset($this->namespaces[$namespace]);
    }

    /** @return list<string> */
    public function names(string $namespace): array
    {
        return array_map(strval(...), array_keys($this->namespaces[$namespace] ?? []));
    }

    /** @return array<string, array<int|string, mixed>> */
    public function all(): array
    {
        return $this->namespaces;
    }
}
