<?php

declare(strict_types=1);

use Gestion\Admin\AdminActions;
use Gestion\Admin\Children;
use Gestion\Control\View;
use Gestion\Http\Request;
use Gestion\Model\Query;
use Gestion\Model\Record;

/** Companies: the generated admin, contacts, merging of duplicates, completion for other pages. */
final class entrepriseActions extends AdminActions
{
    /** Company referents see the companies they are the referent of, and no others. */
    protected function scope(Query $query): void
    {
        if (Role::is($this->context, 'referent_entreprise')) {
            $query->equals('referent_id', $this->user->accountId());
        }
    }

    public function executeContacts(Request $request): View
    {
        $company = $this->object();
        $fields = ['civilite', 'nom', 'prenom', 'fonction', 'email', 'telephone', 'principal'];
        $labels = ['civilite' => 'Civilité', 'prenom' => 'Prénom', 'email' => 'Courriel', 'telephone' => 'Téléphone'];
        $columns = ['nom', 'prenom', 'fonction', 'email', 'telephone', 'principal'];
        $children = new Children($this->context, $company, 'EntrepriseContact', 'entreprise_id', $columns, $fields, $labels);

        return $this->childrenPage($children, 'entreprise_contacts', "Contacts : {$company->text('raison_sociale')}", $company);
    }

    /** Names that begin with what was typed, for scripts only: `{"id": "name"}`. */
    public function executeAutocomplete(Request $request): null
    {
        $this->notFoundUnless($request->isXmlHttpRequest());
        $typed = addcslashes($request->text('q'), '%_\\');
        $found = [];
        foreach ($this->scopedQuery()->where('a.raison_sociale LIKE ?', "$typed%")->order('raison_sociale')->limit(10)->all() as $company) {
            $found[$company->id()] = $company->text('raison_sociale');
        }

        return $this->renderJson((object) $found);
    }

    /** Lists companies entered twice; on a POST the rows of the others go to the one that is kept. */
    public function executeFusion(Request $request): View
    {
        $merge = new CompanyMerge($this->store);
        if ($request->isMethod('post')) {
            $this->checkCsrfProtection();
            $others = array_filter((array) $request->parameter('ids', []), is_scalar(...));
            $count = $merge->into($this->objectOr404('Entreprise', 'garder'), array_map(strval(...), array_values($others)));
            $this->user->setFlash('notice', "$count fiche(s) fusionnée(s).");
            $this->redirect('@entreprise_fusion');
        }
        $this->context->title = 'Fusionner des doublons';

        return $this->view('fusionSuccess', ['groups' => $merge->duplicates()]);
    }

    /** @param list<Record> $records */
    protected function executeBatchPartenaires(array $records): void
    {
        foreach ($records as $record) {
            $record->set('est_partenaire', true);
            $this->store->save($record);
        }
        $this->user->setFlash('notice', sprintf('%d entreprise(s) déclarée(s) partenaires.', count($records)));
    }
}
