<?php

declare(strict_types=1);

use Gestion\Control\Actions;
use Gestion\Control\View;
use Gestion\Http\Request;

/** The exports a visitor may take, each noted in the journal before the list's CSV is given. */
final class exportActions extends Actions
{
    /** Route of the list, its label, the credential it asks for. */
    private const EXPORTS = [
        'arrivants' => ['Arrivants', 'arrivants'],
        'entreprises' => ['Entreprises', 'entreprises'],
        'evenements' => ['Évènements', 'evenements'],
        'inscriptions' => ['Inscriptions', 'evenements'],
        'demandes' => ['Demandes', 'demandes'],
        'logements' => ['Logements', 'logements'],
        'accompagnements' => ['Accompagnements', 'accompagnements'],
    ];

    public function executeIndex(Request $request): View
    {
        $exports = array_filter(self::EXPORTS, fn (array $export): bool => $this->user->hasCredential($export[1]));
        if ($request->isMethod('post')) {
            $this->checkCsrfProtection();
            $wanted = $request->text('export');
            $this->notFoundUnless(isset($exports[$wanted]));
            $this->note($wanted);
            $this->redirect("@$wanted?sf_format=csv");
        }
        $this->context->title = 'Exports';

        return $this->view('indexSuccess', ['exports' => $exports]);
    }

    private function note(string $export): void
    {
        $line = $this->store->fresh('Journal');
        $line->fill([
            'user_id' => $this->user->accountId(),
            'action' => 'export',
            'modele' => $export,
            'ip' => $this->request->remoteAddress(),
        ]);
        $this->store->save($line);
    }
}
