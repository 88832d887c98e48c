<?php

declare(strict_types=1);

use Gestion\Admin\AdminActions;
use Gestion\Model\Record;

/** Job offers for newcomers' partners: the generated admin and a batch that ends them. */
final class offreActions extends AdminActions
{
    /** @param list<Record> $records */
    protected function executeBatchExpirer(array $records): void
    {
        foreach ($records as $record) {
            $record->set('statut', 'expiree');
            $this->store->save($record);
        }
        $this->user->setFlash('notice', sprintf('%d offre(s) déclarée(s) expirée(s).', count($records)));
    }
}
