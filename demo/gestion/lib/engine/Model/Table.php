<?php

declare(strict_types=1);

namespace Gestion\Model;

/** A model of schema.yml: its table, columns in database order, relations and behaviours. */
final class Table
{
    public readonly string $name;

    /** @var array<string, Column> */
    public readonly array $columns;

    /** @var array<string, array<string, mixed>> options of each behaviour, by its name */
    public readonly array $behaviours;

    /** @var array<string, Relation> by alias */
    public readonly array $relations;

    /** @param array<string, mixed> $definition */
    public function __construct(public readonly string $model, array $definition)
    {
        $this->name = $definition['tableName'] ?? self::underscored($model);
        $this->behaviours = self::normalizedBehaviours($definition['actAs'] ?? []);
        $this->columns = $this->allColumns($definition['columns'] ?? []);
        $relations = [];
        foreach ($definition['relations'] ?? [] as $alias => $relation) {
            $relations[$alias] = new Relation(
                $alias,
                $relation['class'] ?? $alias,
                $relation['local'] ?? self::underscored($alias) . '_id',
                $relation['refClass'] ?? null,
                $relation['foreign'] ?? 'id',
            );
        }
        $this->relations = $relations;
    }

    private static function underscored(string $name): string
    {
        return strtolower((string) preg_replace('~(?<=\w)([A-Z])~', '_$1', $name));
    }

    /**
     * @param array<int|string, mixed> $actAs a list, a map, or a mix
     *
     * @return array<string, array<string, mixed>>
     */
    private static function normalizedBehaviours(array $actAs): array
    {
        $behaviours = [];
        foreach ($actAs as $key => $value) {
            $behaviours[is_int($key) ? (string) $value : $key] = is_array($value) ? $value : [];
        }

        return $behaviours;
    }

    /**
     * @param array<string, mixed> $declared
     *
     * @return array<string, Column>
     */
    private function allColumns(array $declared): array
    {
        $columns = [];
        $primary = array_filter($declared, static fn (mixed $column): bool => is_array($column) && ($column['primary'] ?? false));
        if ($primary === []) {
            $columns['id'] = new Column('id', 'integer');
        }
        foreach ($declared as $name => $definition) {
            $columns[$name] = Column::fromSchema($name, $definition);
        }
        foreach ($this->behaviours as $behaviour => $options) {
            foreach ($this->behaviourColumns($behaviour, $options) as $column) {
                $columns[$column->name] = $column;
            }
        }

        return $columns;
    }

    /**
     * @param array<string, mixed> $options
     *
     * @return list<Column>
     */
    private function behaviourColumns(string $behaviour, array $options): array
    {
        $timestamps = ($options['updated']['disabled'] ?? false) ? ['created_at'] : ['created_at', 'updated_at'];

        return match ($behaviour) {
            'Timestampable' => array_map(
                static fn (string $name): Column => new Column($name, 'timestamp', null, true),
                $timestamps,
            ),
            'Sluggable' => [new Column('slug', 'string', 255, false, null, [], true)],
            'SoftDelete' => [new Column('deleted_at', 'timestamp')],
            default => throw new \InvalidArgumentException("behaviour $behaviour of {$this->model} is not known"),
        };
    }

    public function has(string $column): bool
    {
        return isset($this->columns[$column]);
    }

    public function column(string $name): Column
    {
        return $this->columns[$name] ?? throw new \InvalidArgumentException("{$this->model} has no column $name");
    }

    public function isSoftDeleted(): bool
    {
        return isset($this->behaviours['SoftDelete']);
    }

    /** The relation whose foreign key is this column, if any. */
    public function relationOf(string $column): ?Relation
    {
        foreach ($this->relations as $relation) {
            if ($relation->refClass === null && $relation->local === $column) {
                return $relation;
            }
        }

        return null;
    }

    /** The kind of a field as the admin generator names it: Text, Boolean, Date, Enum, ForeignKey. */
    public function kind(string $field): string
    {
        if (!$this->has($field)) {
            return 'Text';
        }
        if ($this->relationOf($field) !== null) {
            return 'ForeignKey';
        }

        return match ($this->column($field)->type) {
            'boolean' => 'Boolean',
            'date', 'timestamp' => 'Date',
            'time' => 'Time',
            'enum' => 'Enum',
            default => 'Text',
        };
    }
}
