<?php

declare(strict_types=1);

use Gestion\Admin\AdminActions;
use Gestion\Http\Request;
use Gestion\Model\Record;

/** Communes: the generated admin, plus a copy and a batch that sets the inter-municipal body. */
final class communeActions extends AdminActions
{
    /** Object action "dupliquer": a state-changing GET, as the generator makes them. */
    public function executeListDupliquer(Request $request): never
    {
        $source = $this->object();
        $copy = $this->newRecord();
        $copy->fill(array_diff_key($source->values(), ['id' => true, 'slug' => true]));
        $copy->set('nom', $source->text('nom') . ' (copie)');
        $this->store->save($copy);
        $this->user->setFlash('notice', 'La commune a été dupliquée.');
        $this->redirect($this->configuration()->route('edit', "id={$copy->id()}"));
    }

    /** @param list<Record> $records */
    protected function executeBatchRattacher(array $records): void
    {
        foreach ($records as $record) {
            $record->set('epci', 'Valmont Métropole');
            $this->store->save($record);
        }
        $this->user->setFlash('notice', sprintf('%d commune(s) rattachée(s) à Valmont Métropole.', count($records)));
    }
}
