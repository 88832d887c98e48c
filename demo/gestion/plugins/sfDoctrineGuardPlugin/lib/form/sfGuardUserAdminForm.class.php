<?php

declare(strict_types=1);

use Gestion\Form\DoctrineForm;
use Gestion\Form\ValidationFault;
use Gestion\Form\Validator\Text;
use Gestion\Form\Widget\Input;

/** An account as its administrators change it: a password typed twice, kept when left empty. */
final class sfGuardUserAdminForm extends DoctrineForm
{
    protected function configure(): void
    {
        $required = $this->isNew();
        $this->addField('password', new Input('password'), new Text($required, 128));
        $this->addField('password_again', new Input('password'), new Text($required, 128));
    }

    protected function postValidated(array $values): array
    {
        if (($values['password'] ?? '') !== ($values['password_again'] ?? '')) {
            $this->addError('password', new ValidationFault('Les deux mots de passe sont différents.'));
        }

        return parent::postValidated($values);
    }

    /** A new password gets sha1 and, as the plugin's setPassword does, a salt when the account has none. */
    protected function storedValues(array $values): array
    {
        $password = (string) ($values['password'] ?? '');
        unset($values['password'], $values['password_again']);
        if ($password !== '') {
            $salt = $this->record->text('salt');
            $salt = $salt === '' ? md5(random_int(100000, 999999) . $values['username']) : $salt;
            $values += ['salt' => $salt, 'algorithm' => 'sha1', 'password' => sha1($salt . $password)];
        }

        return $values;
    }
}
