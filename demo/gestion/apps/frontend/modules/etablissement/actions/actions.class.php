<?php

declare(strict_types=1);

use Gestion\Admin\AdminActions;
use Gestion\Model\Record;

/** Schools: the generated admin and two batches that set the legal status. */
final class etablissementActions extends AdminActions
{
    /** @param list<Record> $records */
    protected function executeBatchPublic(array $records): void
    {
        $this->declare($records, 'public');
    }

    /** @param list<Record> $records */
    protected function executeBatchPrive(array $records): void
    {
        $this->declare($records, 'prive');
    }

    /** @param list<Record> $records */
    private function declare(array $records, string $status): void
    {
        foreach ($records as $record) {
            $record->set('statut', $status);
            $this->store->save($record);
        }
        $this->user->setFlash('notice', sprintf('%d établissement(s) : statut « %s ».', count($records), $status));
    }
}
