<?php

declare(strict_types=1);

use Gestion\Control\Actions;
use Gestion\Control\View;
use Gestion\Http\Request;
use Gestion\Model\Record;

/** Personal data: what retention would end, its runs, and what is held about a person. */
final class rgpdActions extends Actions
{
    /** A rehearsal: how many rows each rule would end. */
    public function executeIndex(Request $request): View
    {
        $this->context->title = 'RGPD';

        return $this->view('indexSuccess', ['due' => (new Retention($this->store->database))->due()]);
    }

    /** Runs one rule, and notes it. */
    public function executePurger(Request $request): never
    {
        $this->notFoundUnless($request->isMethod('post') && Retention::knows($request->text('regle')));
        $this->checkCsrfProtection();
        $count = (new Retention($this->store->database))->run($request->text('regle'));
        $line = $this->store->fresh('Journal');
        $line->fill(['user_id' => $this->user->accountId(), 'action' => 'purge', 'modele' => $request->text('regle'), 'apres' => serialize(['lignes' => $count])]);
        $this->store->save($line);
        $this->user->setFlash('notice', "$count ligne(s) traitée(s).");
        $this->redirect('@rgpd');
    }

    /** What is held about the person with an e-mail address, as JSON to be handed over. */
    public function executeAcces(Request $request): null
    {
        $email = trim($request->text('email'));
        $this->notFoundUnless($email !== '');
        $held = ['email' => $email, 'etabli_le' => date('c')];
        foreach (['Arrivant', 'Conjoint', 'EntrepriseContact', 'Demande'] as $model) {
            $found = $this->store->query($model)->equals('email', $email)->all();
            $held[$model] = array_map(static fn (Record $record): array => $record->values(), $found);
        }

        return $this->download((string) json_encode($held, JSON_UNESCAPED_UNICODE | JSON_PRETTY_PRINT), 'application/json', 'acces.json');
    }
}
