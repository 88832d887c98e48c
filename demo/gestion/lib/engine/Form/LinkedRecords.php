<?php

declare(strict_types=1);

namespace Gestion\Form;

use Gestion\Form\Validator\RecordChoice;
use Gestion\Form\Widget\Select;
use Gestion\Model\Labels;
use Gestion\Model\Record;
use Gestion\Model\Relation;
use Gestion\Model\Store;

/** A many-to-many field such as groups_list: rows of the refClass between two models. */
final class LinkedRecords
{
    private function __construct(
        private readonly Store $store,
        private readonly Record $record,
        private readonly Relation $relation,
    ) {
    }

    /** The link behind a field named <relation>_list; null for any other name. */
    public static function named(Store $store, Record $record, string $field): ?self
    {
        foreach ($record->table->relations as $alias => $relation) {
            if ($relation->refClass !== null && strtolower($alias) . '_list' === $field) {
                return new self($store, $record, $relation);
            }
        }

        return null;
    }

    public function widget(): Select
    {
        return new Select(fn (): array => Labels::choices($this->store, $this->relation->class), true);
    }

    public function validator(): RecordChoice
    {
        return new RecordChoice($this->store, $this->relation->class, false, true);
    }

    private function table(): string
    {
        return $this->store->schema->table((string) $this->relation->refClass)->name;
    }

    /** @return list<string> */
    public function ids(): array
    {
        if ($this->record->isNew()) {
            return [];
        }
        $rows = $this->store->database->rows(
            "SELECT {$this->relation->foreign} AS id FROM {$this->table()} WHERE {$this->relation->local} = ?",
            [$this->record->id()],
        );

        return array_map(static fn (array $row): string => (string) $row['id'], $rows);
    }

    /**
     * Unlinks what is no longer chosen and links what is new; the rest is not touched.
     *
     * @param list<string>|null $ids
     */
    public function replace(?array $ids): void
    {
        $current = $this->ids();
        foreach (array_diff($current, $ids ?? []) as $id) {
            $this->store->database->execute(
                "DELETE FROM {$this->table()} WHERE {$this->relation->local} = ? AND {$this->relation->foreign} = ?",
                [$this->record->id(), $id],
            );
        }
        $now = date('Y-m-d H:i:s');
        foreach (array_diff($ids ?? [], $current) as $id) {
            $this->store->database->execute(
                "INSERT INTO {$this->table()} ({$this->relation->local}, {$this->relation->foreign}, created_at, updated_at) VALUES (?, ?, ?, ?)",
                [$this->record->id(), $id, $now, $now],
            );
        }
    }
}
