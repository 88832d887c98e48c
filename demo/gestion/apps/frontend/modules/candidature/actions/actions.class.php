<?php

declare(strict_types=1);

use Gestion\Admin\AdminActions;
use Gestion\Model\Query;
use Gestion\Model\Record;

/** Partners' applications: the generated admin, narrowed to those an employment partner may see. */
final class candidatureActions extends AdminActions
{
    protected function scope(Query $query): void
    {
        JobSeekers::scope($this->context, $query, 'conjoint_id');
    }

    /** @param list<Record> $records */
    protected function executeBatchRelancer(array $records): void
    {
        $count = 0;
        foreach ($records as $record) {
            if ($record->get('statut') === 'envoyee') {
                $record->set('statut', 'relance');
                $this->store->save($record);
                ++$count;
            }
        }
        $this->user->setFlash('notice', sprintf('%d candidature(s) relancée(s) sur %d.', $count, count($records)));
    }
}
