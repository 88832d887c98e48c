<?php

declare(strict_types=1);

use Gestion\Admin\AdminActions;
use Gestion\Model\Record;

/** Accounts: the plugin's admin and a batch that deactivates them. */
final class sfGuardUserActions extends AdminActions
{
    /** @param list<Record> $records */
    protected function executeBatchDesactiver(array $records): void
    {
        foreach ($records as $record) {
            $record->set('is_active', false);
            $this->store->save($record);
        }
        $this->user->setFlash('notice', sprintf('%d compte(s) désactivé(s).', count($records)));
    }
}
