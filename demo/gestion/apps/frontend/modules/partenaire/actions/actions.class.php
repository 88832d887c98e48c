<?php

declare(strict_types=1);

use Gestion\Admin\AdminActions;
use Gestion\Model\Record;

/** Partners: the generated admin and a batch for links that were obtained. */
final class partenaireActions extends AdminActions
{
    /** @param list<Record> $records */
    protected function executeBatchLienObtenu(array $records): void
    {
        foreach ($records as $record) {
            $record->set('lien_reciproque', true);
            $this->store->save($record);
        }
        $this->user->setFlash('notice', sprintf('%d lien(s) réciproque(s) obtenu(s).', count($records)));
    }
}
