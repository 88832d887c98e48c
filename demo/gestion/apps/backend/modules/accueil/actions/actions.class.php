<?php

declare(strict_types=1);

use Gestion\Control\Actions;
use Gestion\Control\View;
use Gestion\Http\Request;

/**
 * The technical application's first page and its 404.
 *
 * Its 404 has no security.yml of its own: anonymous visitors of an unknown address get the sign-in form, as symfony's
 * default module does in an application that is secure throughout.
 */
final class accueilActions extends Actions
{
    public function executeIndex(Request $request): View
    {
        $this->context->title = 'Administration technique';

        return $this->view('indexSuccess');
    }

    public function executeError404(Request $request): View
    {
        $request->setFormat('html');
        $this->context->title = 'Page introuvable';
        $this->response->setStatus(404);

        return $this->view('error404Success');
    }
}
