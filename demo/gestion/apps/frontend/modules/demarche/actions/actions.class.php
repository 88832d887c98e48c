<?php

declare(strict_types=1);

use Gestion\Admin\AdminActions;
use Gestion\Http\Request;
use Gestion\Model\Record;

/** Administrative steps: the generated admin, and steps marked as done. */
final class demarcheActions extends AdminActions
{
    public function executeListFaite(Request $request): never
    {
        $this->complete($this->object());
        $this->user->setFlash('notice', 'La démarche est faite.');
        $this->redirect($this->configuration()->route('list'));
    }

    /** @param list<Record> $records */
    protected function executeBatchFaites(array $records): void
    {
        array_map($this->complete(...), $records);
        $this->user->setFlash('notice', sprintf('%d démarche(s) faite(s).', count($records)));
    }

    private function complete(Record $step): void
    {
        $step->fill(['statut' => 'faite', 'faite_le' => date('Y-m-d'), 'par_id' => $this->user->accountId()]);
        $this->store->save($step);
    }
}
