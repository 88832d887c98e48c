<?php

declare(strict_types=1);

use Gestion\Admin\AdminActions;
use Gestion\Model\Query;
use Gestion\Model\Record;

/** Searches for a home: the generated admin; housing partners see the active ones. */
final class rechercheActions extends AdminActions
{
    protected function scope(Query $query): void
    {
        if (Role::is($this->context, 'partenaire_logement')) {
            $query->equals('statut', 'active');
        }
    }

    /** @param list<Record> $records */
    protected function executeBatchSuspendre(array $records): void
    {
        foreach ($records as $record) {
            $record->set('statut', 'suspendue');
            $this->store->save($record);
        }
        $this->user->setFlash('notice', sprintf('%d recherche(s) suspendue(s).', count($records)));
    }
}
