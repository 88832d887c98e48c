<?php

declare(strict_types=1);

use Gestion\Admin\UploadedFiles;
use Gestion\Control\Actions;
use Gestion\Control\NotFound;
use Gestion\Control\View;
use Gestion\Http\Request;
use Gestion\Model\Record;

/** A partner's CV: shown while consent holds, replaced by a new document. */
final class conjointActions extends Actions
{
    private function partner(): Record
    {
        $query = $this->store->query('Conjoint')->equals('id', $this->request->parameter('id'));
        JobSeekers::scope($this->context, $query, 'id');

        return $query->first() ?? throw new NotFound('no such partner, or none this visitor may see');
    }

    public function executeCv(Request $request): ?View
    {
        $partner = $this->partner();
        $newcomer = $this->store->related($partner, 'Arrivant');
        $this->notFoundUnless($newcomer !== null && $newcomer->get('consentement_rgpd'));
        $documents = new Documents($this->store, $partner);
        $latest = $documents->latest();
        if ($request->hasParameter('telecharger')) {
            $this->notFoundUnless($latest);
            assert($latest !== null);

            return $this->download($documents->content($latest), $latest->text('mime'), $documents->safeName($latest));
        }
        $form = new DocumentForm($this->context);
        if ($request->isMethod('post')) {
            $form->bind($request->parameter($form->name()), UploadedFiles::of($request->files, $form->name()));
            if ($form->isValid()) {
                $documents->add($form->values()['fichier'], true);
                $this->user->setFlash('notice', 'Le CV a été enregistré.');
                $this->redirect("@conjoint_cv?id={$partner->id()}");
            }
        }
        $this->context->title = 'CV';

        return $this->view('cvSuccess', ['partner' => $partner, 'latest' => $latest, 'form' => $form]);
    }
}
