<?php

declare(strict_types=1);

use Gestion\Control\Actions;
use Gestion\Control\View;
use Gestion\Http\Request;

/** The dashboard, the change of language and the page of a 404. */
final class accueilActions extends Actions
{
    /** Tables counted on the dashboard: the list's route, its model, the credential that shows it. */
    private const COUNTS = [
        ['communes', 'Communes', 'Commune', 'referentiels'],
        ['partenaires', 'Partenaires', 'Partenaire', 'referentiels'],
        ['demandes', 'Demandes', 'Demande', 'demandes'],
        ['arrivants', 'Arrivants', 'Arrivant', 'arrivants'],
        ['entreprises', 'Entreprises', 'Entreprise', 'entreprises'],
        ['evenements', 'Évènements', 'Evenement', 'evenements'],
        ['logements', 'Logements', 'Logement', 'logements'],
        ['offres', "Offres d'emploi", 'OffreEmploi', 'emploi'],
        ['accompagnements', 'Accompagnements', 'Accompagnement', 'accompagnements'],
        ['implantations', 'Implantations', 'Implantation', 'implantations'],
    ];

    public function executeIndex(Request $request): View
    {
        $this->context->title = 'Tableau de bord';
        $counts = [];
        foreach (self::COUNTS as [$route, $label, $model, $credential]) {
            if ($this->user->hasCredential($credential) && !$this->seesPartOnly()) {
                $counts[] = ['route' => "@$route", 'label' => $label, 'count' => $this->store->query($model)->count()];
            }
        }

        return $this->view('indexSuccess', ['counts' => $counts, 'hasRights' => $this->user->credentials() !== [] || $counts !== []]);
    }

    /** Roles whose lists are narrowed get no totals: they would count what they may not see. */
    private function seesPartOnly(): bool
    {
        return in_array(Role::of($this->context), ['referent_entreprise', 'partenaire_emploi', 'partenaire_logement'], true);
    }

    /** The route's sf_culture has already changed the session's culture when the action runs. */
    public function executeLangue(Request $request): never
    {
        $this->redirect($request->referer() === '' ? '@homepage' : $request->referer());
    }

    public function executeError404(Request $request): View
    {
        $request->setFormat('html');
        $this->context->title = 'Page introuvable';
        $this->response->setStatus(404);

        return $this->view('error404Success');
    }
}
