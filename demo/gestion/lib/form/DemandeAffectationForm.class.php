<?php

declare(strict_types=1);

use Gestion\Control\Context;
use Gestion\Form\Form;
use Gestion\Form\Validator\RecordChoice;
use Gestion\Form\Widget\Select;
use Gestion\Model\Labels;
use Gestion\Model\Record;

/** Who takes a request. */
final class DemandeAffectationForm extends Form
{
    public function __construct(Context $context, private readonly Record $demand)
    {
        parent::__construct($context);
    }

    public function name(): string
    {
        return 'affectation';
    }

    protected function setup(): void
    {
        $store = $this->context->store;
        $this->addField('affectee_a', new Select(static fn (): array => Labels::choices($store, 'sfGuardUser')), new RecordChoice($store, 'sfGuardUser'), 'Affecter à');
        $this->setDefault('affectee_a', $this->demand->get('affectee_a') ?? $this->context->user->accountId());
    }
}
