<?php

declare(strict_types=1);

use Gestion\Control\Actions;
use Gestion\Control\View;
use Gestion\Http\Request;

/** Sign-in, sign-out and the page for those who miss a credential. */
final class sfGuardAuthActions extends Actions
{
    public function preExecute(): void
    {
        $this->request->setFormat('html');
    }

    public function executeSignin(Request $request): ?View
    {
        if ($this->user->isAuthenticated()) {
            $this->redirect('@homepage');
        }
        $form = new sfGuardFormSignin($this->context);
        if ($request->isMethod('post')) {
            $this->signIn($form);
        } elseif ($request->isXmlHttpRequest()) {
            $this->response->setHeaderOnly();
            $this->response->setStatus(401);

            return null;
        } else {
            $this->user->setReferer($this->controller->isForwarded() ? $request->uri() : $request->referer());
            $this->response->setStatus(401);
        }

        return $this->view('signinSuccess', ['form' => $form]);
    }

    /** A valid form signs in and goes to the address first wanted, else to the Referer, else home. */
    private function signIn(sfGuardFormSignin $form): void
    {
        $form->bind($this->request->parameter($form->name()));
        if (!$form->isValid()) {
            return;
        }
        $remember = (bool) $form->values()['remember'];
        $this->user->signIn($form->account(), $remember, $this->response, $this->request->remoteAddress());
        $address = $this->user->takeReferer($this->request->referer());
        $this->redirect($address === '' ? '@homepage' : $address);
    }

    public function executeSignout(Request $request): never
    {
        $this->user->signOut($this->response);
        $this->redirect($request->referer() === '' ? '@homepage' : $request->referer());
    }

    public function executeSecure(Request $request): View
    {
        $this->response->setStatus(403);

        return $this->view('secureSuccess', ['form' => new sfGuardFormSignin($this->context), 'address' => $request->uri()]);
    }
}
