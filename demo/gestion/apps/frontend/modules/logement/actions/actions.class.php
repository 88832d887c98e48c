<?php

declare(strict_types=1);

use Gestion\Admin\AdminActions;
use Gestion\Model\Record;

/** Homes on offer: the generated admin and a batch that withdraws them. */
final class logementActions extends AdminActions
{
    /** @param list<Record> $records */
    protected function executeBatchRetirer(array $records): void
    {
        foreach ($records as $record) {
            $record->set('statut', 'retire');
            $this->store->save($record);
        }
        $this->user->setFlash('notice', sprintf("%d logement(s) retiré(s) de l'offre.", count($records)));
    }
}
