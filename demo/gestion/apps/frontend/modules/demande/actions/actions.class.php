<?php

declare(strict_types=1);

use Gestion\Admin\AdminActions;
use Gestion\Control\View;
use Gestion\Http\Request;
use Gestion\Model\Record;

/** Requests of the public site, the telephone and the post: triage, assignment, conversion into a file. */
final class demandeActions extends AdminActions
{
    public function executeAffecter(Request $request): View
    {
        $demand = $this->object();
        $form = new DemandeAffectationForm($this->context, $demand);
        if ($request->isMethod('post')) {
            $form->bind($request->parameter($form->name()));
            if ($form->isValid()) {
                $this->assign($demand, (string) $form->values()['affectee_a']);
                $this->user->setFlash('notice', 'La demande a été affectée.');
                $this->redirect('@demandes');
            }
        }
        $this->context->title = 'Affecter une demande';

        return $this->view('affecterSuccess', ['form' => $form, 'demand' => $demand]);
    }

    private function assign(Record $demand, string $userId): void
    {
        $demand->fill(['affectee_a' => $userId, 'statut' => 'affectee']);
        $this->store->save($demand);
        $agent = $this->store->find('sfGuardUser', $userId);
        if ($agent !== null) {
            $body = "Demande n° {$demand->id()} de {$demand->text('prenom')} {$demand->text('nom')}.";
            Mailer::send($agent->text('email_address'), 'Une demande vous est affectée', $body);
        }
    }

    /** GET asks, POST converts; a request that has its file already leads to it. */
    public function executeConvertir(Request $request): View
    {
        $demand = $this->object();
        if ($request->isMethod('post')) {
            $this->checkCsrfProtection();
            [$file, $isNew] = (new Conversion($this->store))->convert($demand);
            $this->user->setFlash('notice', $isNew ? 'La demande a été convertie.' : 'Cette demande avait déjà été convertie.');
            $this->redirect($file->table->model === 'Arrivant' ? "@arrivants_edit?id={$file->id()}" : "@entreprises_edit?id={$file->id()}");
        }
        $this->context->title = 'Convertir une demande';

        return $this->view('convertirSuccess', ['demand' => $demand]);
    }

    /** @param list<Record> $records */
    protected function executeBatchSpam(array $records): void
    {
        foreach ($records as $record) {
            $record->set('statut', 'spam');
            $this->store->save($record);
        }
        $this->user->setFlash('notice', sprintf('%d demande(s) marquée(s) comme indésirables.', count($records)));
    }

    /** @param list<Record> $records */
    protected function executeBatchPrendre(array $records): void
    {
        foreach ($records as $record) {
            $this->assign($record, (string) $this->user->accountId());
        }
        $this->user->setFlash('notice', sprintf('%d demande(s) vous sont affectées.', count($records)));
    }
}
