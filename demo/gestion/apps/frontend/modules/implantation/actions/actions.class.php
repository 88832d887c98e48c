<?php

declare(strict_types=1);

use Gestion\Admin\AdminActions;
use Gestion\Admin\Children;
use Gestion\Admin\UploadedFiles;
use Gestion\Control\View;
use Gestion\Http\Request;
use Gestion\Model\Record;

/** Companies that settle: the generated admin, group sessions, and the import of their employees. */
final class implantationActions extends AdminActions
{
    public function executeSessions(Request $request): View
    {
        $project = $this->object();
        $labels = ['debut' => 'Début', 'compte_rendu' => 'Compte rendu'];
        $children = new Children(
            $this->context,
            $project,
            'ImplantationSession',
            'implantation_id',
            ['debut', 'type', 'lieu', 'participants'],
            ['type', 'debut', 'lieu', 'participants', 'compte_rendu'],
            $labels,
        );

        return $this->childrenPage($children, 'implantation_sessions', "Sessions de l'implantation n° {$project->id()}", $project);
    }

    /** A CSV file of employees (nom;prenom;email): the same file twice adds nobody, each refused line is reported. */
    public function executeImport(Request $request): View
    {
        $project = $this->object();
        $form = new DocumentForm($this->context);
        $report = null;
        if ($request->isMethod('post')) {
            $form->bind($request->parameter($form->name()), UploadedFiles::of($request->files, $form->name()));
            if ($form->isValid()) {
                $import = new EmployeeImport($this->store, $project);
                $report = $import->read((string) file_get_contents($form->values()['fichier']['tmp_name']));
            }
        }
        $this->context->title = 'Importer des salariés';

        return $this->view('importSuccess', ['project' => $project, 'form' => $form, 'report' => $report]);
    }

    /** @param list<Record> $records */
    protected function executeBatchAbandonner(array $records): void
    {
        foreach ($records as $record) {
            $record->set('etape', 'abandonnee');
            $this->store->save($record);
        }
        $this->user->setFlash('notice', sprintf('%d implantation(s) abandonnée(s).', count($records)));
    }
}
