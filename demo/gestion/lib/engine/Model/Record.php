<?php

declare(strict_types=1);

namespace Gestion\Model;

/** One row, knowing which of its columns were changed since it was read. */
final class Record
{
    /** @var array<string, mixed> */
    private array $values;

    /** @var array<string, true> */
    private array $changed = [];

    /** @param array<string, mixed> $values */
    private function __construct(public readonly Table $table, array $values, private bool $isNew)
    {
        $this->values = $values;
    }

    public static function fresh(Table $table): self
    {
        $record = new self($table, array_fill_keys(array_keys($table->columns), null), true);
        foreach ($table->columns as $column) {
            if ($column->default !== null) {
                $record->set($column->name, $column->type === 'boolean' ? (bool) $column->default : (string) $column->default);
            }
        }

        return $record;
    }

    /** @param array<string, string|null> $row */
    public static function stored(Table $table, array $row): self
    {
        $values = [];
        foreach ($table->columns as $name => $column) {
            $values[$name] = $column->fromDatabase($row[$name] ?? null);
        }

        return new self($table, $values, false);
    }

    public function get(string $column): mixed
    {
        return $this->values[$this->table->column($column)->name];
    }

    /** The value as text, '' for null. */
    public function text(string $column): string
    {
        $value = $this->get($column);

        return is_scalar($value) ? (string) $value : '';
    }

    public function set(string $column, mixed $value): void
    {
        if ($this->table->column($column)->isChanged($this->values[$column], $value)) {
            $this->values[$column] = $value;
            $this->changed[$column] = true;
        }
    }

    /** @param array<string, mixed> $values those that name a column are set */
    public function fill(array $values): void
    {
        foreach (array_intersect_key($values, $this->table->columns) as $column => $value) {
            $this->set($column, $value);
        }
    }

    public function isNew(): bool
    {
        return $this->isNew;
    }

    public function id(): string
    {
        return $this->text('id');
    }

    /** @return array<string, mixed> the changed columns, ready for the database */
    public function changes(): array
    {
        $changes = [];
        foreach (array_keys($this->table->columns) as $name) {
            if (isset($this->changed[$name])) {
                $changes[$name] = $this->table->column($name)->toDatabase($this->values[$name]);
            }
        }

        return $changes;
    }

    public function isChanged(string $column): bool
    {
        return isset($this->changed[$column]);
    }

    public function markSaved(?string $id = null): void
    {
        if ($id !== null) {
            $this->values['id'] = $id;
        }
        $this->isNew = false;
        $this->changed = [];
    }

    /** @return array<string, mixed> */
    public function values(): array
    {
        return $this->values;
    }
}
