<?php

declare(strict_types=1);

namespace Gestion\Model;

/** Reads and writes records the way Doctrine 1 does: behaviours applied, only changed columns written. */
final class Store
{
    /** @var array<string, array<string, Record|null>> records already found, by model and id */
    private array $known = [];

    public function __construct(public readonly Schema $schema, public readonly Database $database)
    {
    }

    public function query(string $model): Query
    {
        return new Query($this->schema->table($model), $this);
    }

    public function fresh(string $model): Record
    {
        return Record::fresh($this->schema->table($model));
    }

    public function find(string $model, mixed $id): ?Record
    {
        if (!is_scalar($id) || (string) $id === '') {
            return null;
        }
        $key = (string) $id;
        if (!array_key_exists($key, $this->known[$model] ?? [])) {
            $this->known[$model][$key] = $this->query($model)->equals('id', $key)->first();
        }

        return $this->known[$model][$key];
    }

    /** What a record's relation to one points to. */
    public function related(Record $record, string $alias): ?Record
    {
        $relation = $record->table->relations[$alias];

        return $this->find($relation->class, $record->get($relation->local));
    }

    public function save(Record $record): void
    {
        if ($record->isNew()) {
            $this->insert($record);
        } elseif ($record->changes() !== []) {
            $this->update($record);
        }
    }

    private function insert(Record $record): void
    {
        $now = date('Y-m-d H:i:s');
        foreach (['created_at', 'updated_at'] as $column) {
            if ($record->table->has($column) && isset($record->table->behaviours['Timestampable'])) {
                $record->set($column, $record->get($column) ?? $now);
            }
        }
        $this->giveSlug($record);
        $changes = $record->changes();
        $names = implode(', ', array_map(static fn (string $name): string => "`$name`", array_keys($changes)));
        $marks = implode(', ', array_fill(0, count($changes), '?'));
        $this->database->execute("INSERT INTO {$record->table->name} ($names) VALUES ($marks)", array_values($changes));
        $record->markSaved($this->database->lastId());
    }

    private function update(Record $record): void
    {
        if ($record->table->has('updated_at') && !$record->isChanged('updated_at')) {
            $record->set('updated_at', date('Y-m-d H:i:s'));
        }
        $this->giveSlug($record);
        $changes = $record->changes();
        $sets = implode(', ', array_map(static fn (string $name): string => "`$name` = ?", array_keys($changes)));
        $this->database->execute(
            "UPDATE {$record->table->name} SET $sets WHERE id = ?",
            [...array_values($changes), $record->id()],
        );
        $record->markSaved();
        unset($this->known[$record->table->model][$record->id()]);
    }

    /** SoftDelete dates the row and saves it, so updated_at moves too; other rows really go. */
    public function delete(Record $record): void
    {
        if ($record->table->isSoftDeleted()) {
            $record->set('deleted_at', date('Y-m-d H:i:s'));
            $this->save($record);
        } else {
            $this->database->execute("DELETE FROM {$record->table->name} WHERE id = ?", [$record->id()]);
        }
        unset($this->known[$record->table->model][$record->id()]);
    }

    /** Sluggable without canUpdate: a slug is made when there is none, and then never follows the name. */
    private function giveSlug(Record $record): void
    {
        $options = $record->table->behaviours['Sluggable'] ?? null;
        if ($options === null || $record->get('slug')) {
            return;
        }
        $source = implode(' ', array_map($record->text(...), $options['fields']));
        $record->set('slug', ($options['unique'] ?? true) ? $this->uniqueSlug($record, $source) : Slug::of($source));
    }

    /** The first of slug, slug-1, slug-2… that no other row has, deleted rows included. */
    private function uniqueSlug(Record $record, string $source): string
    {
        $proposal = Slug::of($source);
        $taken = array_map(
            static fn (array $row): string => strtolower((string) $row['slug']),
            $this->database->rows(
                "SELECT slug FROM {$record->table->name} WHERE slug LIKE ? AND id <> ?",
                ["$proposal%", $record->isNew() ? 0 : $record->id()],
            ),
        );
        $slug = $proposal;
        for ($suffix = 1; in_array($slug, $taken, true); ++$suffix) {
            $slug = Slug::of("$proposal-$suffix");
        }

        return $slug;
    }
}
