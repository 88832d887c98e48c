<?php

declare(strict_types=1);

use Gestion\Admin\AdminActions;
use Gestion\Model\Record;

/** Neighbourhoods: the generated admin and one batch of its own. */
final class quartierActions extends AdminActions
{
    /** @param list<Record> $records */
    protected function executeBatchEffacerDescription(array $records): void
    {
        foreach ($records as $record) {
            $record->set('description', '');
            $this->store->save($record);
        }
        $this->user->setFlash('notice', sprintf('%d description(s) effacée(s).', count($records)));
    }
}
