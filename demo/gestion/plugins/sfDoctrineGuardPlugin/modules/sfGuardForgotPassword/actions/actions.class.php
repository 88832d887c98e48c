<?php

declare(strict_types=1);

use Gestion\Control\Actions;
use Gestion\Control\View;
use Gestion\Http\Request;

/** Forgotten passwords: this site answers that an administrator sets a new one. */
final class sfGuardForgotPasswordActions extends Actions
{
    public function executeIndex(Request $request): View
    {
        return $this->view('indexSuccess');
    }

    public function executeChange(Request $request): View
    {
        $key = $request->text('unique_key');
        $known = $this->store->database->value('SELECT id FROM sf_guard_forgot_password WHERE unique_key = ?', [$key]);
        $this->notFoundUnless($known);

        return $this->view('indexSuccess');
    }
}
