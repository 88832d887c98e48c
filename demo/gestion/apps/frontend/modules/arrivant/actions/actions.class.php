<?php

declare(strict_types=1);

use Gestion\Admin\AdminActions;
use Gestion\Admin\Children;
use Gestion\Admin\UploadedFiles;
use Gestion\Control\View;
use Gestion\Form\DoctrineForm;
use Gestion\Http\Request;
use Gestion\Model\Query;
use Gestion\Model\Record;

/** Newcomers' files: household, documents, history; who may read and write which. */
final class arrivantActions extends AdminActions
{
    /** Company referents see the people their companies recruited. */
    protected function scope(Query $query): void
    {
        if (Role::is($this->context, 'referent_entreprise')) {
            $query->where('a.entreprise_id IN (SELECT e.id FROM entreprise e WHERE e.referent_id = ?)', $this->user->accountId());
        }
    }

    protected function newRecord(): Record
    {
        $record = parent::newRecord();
        $record->set('conseiller_id', $this->user->accountId());

        return $record;
    }

    /** Advisers write their own files and those of nobody. */
    private function checkOwner(Record $newcomer): void
    {
        $owner = $newcomer->get('conseiller_id');
        if ($owner !== null && $owner !== $this->user->accountId() && Role::is($this->context, 'conseiller')) {
            $this->forwardToSecure();
        }
    }

    public function executeUpdate(Request $request): View
    {
        $this->checkOwner($this->object());

        return parent::executeUpdate($request);
    }

    public function executeDelete(Request $request): never
    {
        $this->checkOwner($this->object());
        parent::executeDelete($request);
    }

    /** New files get their number, changed ones a line in the journal. */
    protected function saved(DoctrineForm $form): Record
    {
        if ($form->isNew()) {
            $form->record->fill(array_diff_key($form->values(), ['id' => true]));
            FileNumber::give($this->store, $form->record);
            Audit::note($this->context, 'creation', $form->record);
            $this->warnOfDuplicates($form->record);

            return $form->record;
        }
        $before = $form->record->values();
        $record = parent::saved($form);
        [$old, $new] = Audit::difference($before, $record);
        if ($new !== []) {
            Audit::note($this->context, array_key_exists('conseiller_id', $new) ? 'affectation' : 'modification', $record, $old, $new);
        }

        return $record;
    }

    /** The same address, or the same person: a warning on the next page, never a refusal. */
    private function warnOfDuplicates(Record $newcomer): void
    {
        $other = $this->store->query('Arrivant')
            ->where('a.id <> ?', $newcomer->id())
            ->where(
                "(a.email = ? AND a.email <> '') OR (a.nom = ? AND a.prenom = ? AND a.date_naissance = ?)",
                $newcomer->text('email'),
                $newcomer->text('nom'),
                $newcomer->text('prenom'),
                $newcomer->get('date_naissance'),
            )
            ->first();
        if ($other !== null) {
            $this->user->setFlash('error', "Attention : le dossier {$other->text('numero_dossier')} semble être celui de la même personne.");
        }
    }

    public function executeConjoint(Request $request): View
    {
        $newcomer = $this->object();
        $fields = ['civilite', 'nom', 'prenom', 'date_naissance', 'email', 'telephone', 'profession', 'niveau_etude', 'recherche_emploi', 'secteurs'];
        $labels = ['civilite' => 'Civilité', 'prenom' => 'Prénom', 'email' => 'Courriel', 'telephone' => 'Téléphone', 'recherche_emploi' => 'Cherche un emploi', 'niveau_etude' => "Niveau d'études"];
        $columns = ['nom', 'prenom', 'profession', 'recherche_emploi', 'secteurs'];
        $children = new Children($this->context, $newcomer, 'Conjoint', 'arrivant_id', $columns, $fields, $labels);

        return $this->householdPage($children, 'conjoint', 'Conjoint', $newcomer);
    }

    public function executeEnfants(Request $request): View
    {
        $newcomer = $this->object();
        $fields = ['prenom', 'date_naissance', 'sexe', 'besoin', 'etablissement_id', 'mode_garde_id', 'rentree_annee', 'statut_inscription'];
        $labels = ['prenom' => 'Prénom', 'etablissement_id' => 'Établissement', 'mode_garde_id' => 'Mode de garde', 'rentree_annee' => 'Rentrée', 'statut_inscription' => 'Inscription'];
        $columns = ['prenom', 'date_naissance', 'besoin', 'Etablissement', 'statut_inscription'];
        $children = new Children($this->context, $newcomer, 'Enfant', 'arrivant_id', $columns, $fields, $labels);

        return $this->householdPage($children, 'enfants', 'Enfants', $newcomer);
    }

    /** Reading is for all who may open the page; a POST is for those who may change the file. */
    private function householdPage(Children $children, string $action, string $title, Record $newcomer): View
    {
        if ($this->request->isMethod('post')) {
            if (!$this->user->hasCredential('accompagnements')) {
                $this->forwardToSecure();
            }
            $this->checkOwner($newcomer);
        }

        return $this->childrenPage($children, "arrivant_$action", "$title : {$newcomer->text('prenom')} {$newcomer->text('nom')}", $newcomer);
    }

    /** The file's documents: a list, a form to add one, and with `telecharger` the document itself. */
    public function executeDocuments(Request $request): ?View
    {
        $newcomer = $this->object();
        $documents = new Documents($this->store, $newcomer);
        $asked = $request->text('telecharger');
        if ($asked !== '') {
            $document = $documents->find($asked);
            $this->notFoundUnless($document);
            assert($document !== null);

            return $this->download($documents->content($document), $document->text('mime'), $documents->safeName($document));
        }
        $form = new DocumentForm($this->context);
        if ($request->isMethod('post')) {
            $this->checkOwner($newcomer);
            $form->bind($request->parameter($form->name()), UploadedFiles::of($request->files, $form->name()));
            if ($form->isValid()) {
                $document = $documents->add($form->values()['fichier'], (bool) $form->values()['confidentiel']);
                Audit::note($this->context, 'document', $newcomer, [], ['document' => $document->text('nom_original')]);
                $this->user->setFlash('notice', 'Le document a été ajouté.');
                $this->redirect("@arrivant_documents?id={$newcomer->id()}");
            }
        }
        $this->context->title = "Documents : {$newcomer->text('prenom')} {$newcomer->text('nom')}";

        return $this->view('documentsSuccess', ['newcomer' => $newcomer, 'documents' => $documents->all(), 'form' => $form]);
    }

    public function executeHistorique(Request $request): View
    {
        $newcomer = $this->object();
        $lines = $this->store->query('Journal')->equals('modele', 'Arrivant')->equals('modele_id', $newcomer->id())->order('created_at', 'desc')->order('id', 'desc')->all();
        $this->context->title = "Historique : {$newcomer->text('prenom')} {$newcomer->text('nom')}";

        return $this->view('historiqueSuccess', ['newcomer' => $newcomer, 'lines' => $lines]);
    }

    /** Names that begin with what was typed, for scripts only: `{"id": "name (file number)"}`. */
    public function executeAutocomplete(Request $request): null
    {
        $this->notFoundUnless($request->isXmlHttpRequest());
        $typed = addcslashes($request->text('q'), '%_\\') . '%';
        $found = [];
        $query = $this->scopedQuery()->where('a.nom LIKE ? OR a.prenom LIKE ? OR a.numero_dossier LIKE ?', $typed, $typed, $typed);
        foreach ($query->order('nom')->order('prenom')->limit(10)->all() as $newcomer) {
            $found[$newcomer->id()] = "{$newcomer->text('prenom')} {$newcomer->text('nom')} ({$newcomer->text('numero_dossier')})";
        }

        return $this->renderJson((object) $found);
    }

    /** @param list<Record> $records */
    protected function executeBatchAffecter(array $records): void
    {
        foreach ($records as $record) {
            $before = $record->get('conseiller_id');
            $record->set('conseiller_id', $this->user->accountId());
            $this->store->save($record);
            Audit::note($this->context, 'affectation', $record, ['conseiller_id' => $before], ['conseiller_id' => $record->get('conseiller_id')]);
        }
        $this->user->setFlash('notice', sprintf('%d dossier(s) vous sont affectés.', count($records)));
    }

    /** @param list<Record> $records */
    protected function executeBatchArchiver(array $records): void
    {
        $count = 0;
        foreach ($records as $record) {
            if (in_array($record->get('statut'), ['clos', 'abandonne'], true)) {
                $record->set('archive_le', date('Y-m-d H:i:s'));
                $this->store->save($record);
                ++$count;
            }
        }
        $this->user->setFlash('notice', sprintf('%d dossier(s) archivé(s) sur %d : seuls les dossiers clos le sont.', $count, count($records)));
    }
}
