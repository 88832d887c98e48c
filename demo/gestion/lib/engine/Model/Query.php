<?php

declare(strict_types=1);

namespace Gestion\Model;

/** A SELECT on one model; conditions are SQL written by us, values are always bound. */
final class Query
{
    /** @var list<string> */
    private array $conditions = [];

    /** @var list<mixed> */
    private array $parameters = [];

    /** @var list<string> */
    private array $orders = [];

    private string $limit = '';

    public function __construct(public readonly Table $table, private readonly Store $store)
    {
        if ($table->isSoftDeleted()) {
            $this->conditions[] = 'a.deleted_at IS NULL';
        }
    }

    /** A condition on the alias `a`, with one value for each question mark. */
    public function where(string $condition, mixed ...$values): self
    {
        $this->conditions[] = "($condition)";
        array_push($this->parameters, ...array_values($values));

        return $this;
    }

    public function equals(string $column, mixed $value): self
    {
        return $this->where('a.' . $this->table->column($column)->name . ' = ?', $value);
    }

    /** @param array<mixed> $values */
    public function in(string $column, array $values): self
    {
        if ($values === []) {
            return $this->where('1 = 0');
        }
        $marks = implode(', ', array_fill(0, count($values), '?'));

        return $this->where('a.' . $this->table->column($column)->name . " IN ($marks)", ...array_values($values));
    }

    /** Adds an ORDER BY; the column must be the model's own and the direction is asc unless it says desc. */
    public function order(string $column, string $direction = 'asc'): self
    {
        $way = strtolower($direction) === 'desc' ? 'DESC' : 'ASC';
        $this->orders[] = 'a.' . $this->table->column($column)->name . " $way";

        return $this;
    }

    public function limit(int $count, int $offset = 0): self
    {
        $this->limit = " LIMIT $count OFFSET $offset";

        return $this;
    }

    private function tail(): string
    {
        return " FROM {$this->table->name} a" . ($this->conditions === [] ? '' : ' WHERE ' . implode(' AND ', $this->conditions));
    }

    public function count(): int
    {
        return (int) $this->store->database->value('SELECT COUNT(*)' . $this->tail(), $this->parameters);
    }

    /** @return list<Record> */
    public function all(): array
    {
        $columns = implode(', ', array_map(static fn (string $name): string => "a.`$name`", array_keys($this->table->columns)));
        $order = $this->orders === [] ? '' : ' ORDER BY ' . implode(', ', $this->orders);
        $rows = $this->store->database->rows("SELECT $columns{$this->tail()}$order{$this->limit}", $this->parameters);

        return array_map(fn (array $row): Record => Record::stored($this->table, $row), $rows);
    }

    public function first(): ?Record
    {
        return (clone $this)->limit(1)->all()[0] ?? null;
    }
}
