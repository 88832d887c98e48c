<?php

declare(strict_types=1);

use Gestion\Form\Form;
use Gestion\Form\ValidationFault;
use Gestion\Form\Validator\Boolean;
use Gestion\Form\Validator\Text;
use Gestion\Form\Widget\Checkbox;
use Gestion\Form\Widget\Input;
use Gestion\Guard\Accounts;
use Gestion\Model\Record;

/** The sign-in form; once valid it knows the account. */
final class sfGuardFormSignin extends Form
{
    private ?Record $account = null;

    public function name(): string
    {
        return 'signin';
    }

    protected function setup(): void
    {
        $this->addField('username', new Input(), new Text(trim: true), $this->context->translate('Username or E-Mail'));
        $this->addField('password', new Input('password'), new Text(), $this->context->translate('Password'));
        $this->addField('remember', new Checkbox(), new Boolean(), $this->context->translate('Remember'));
    }

    /** The inactive are refused here, and only here: a session or a remember key of theirs goes on working. */
    protected function postValidated(array $values): array
    {
        $accounts = new Accounts($this->context->store, $this->context->application);
        $name = (string) ($values['username'] ?? '');
        $account = $name === '' ? null : $accounts->named($name);
        if ($account !== null && $account->get('is_active') && $accounts->hasPassword($account, (string) ($values['password'] ?? ''))) {
            $this->account = $account;
        } else {
            $this->addError('username', new ValidationFault('The username and/or password is invalid.'));
        }

        return $values;
    }

    public function account(): Record
    {
        return $this->account ?? throw new \LogicException('the sign-in form has not been accepted');
    }
}
