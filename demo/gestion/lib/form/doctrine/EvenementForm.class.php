<?php

declare(strict_types=1);

use Gestion\Form\DoctrineForm;
use Gestion\Form\ValidationFault;
use Gestion\Form\Validator\Number;

/** An event: it ends after it begins, and seats at least one. */
final class EvenementForm extends DoctrineForm
{
    protected function configure(): void
    {
        $this->setValidator('capacite', new Number(false, true, 1));
    }

    protected function postValidated(array $values): array
    {
        if (isset($values['debut'], $values['fin']) && $values['fin'] < $values['debut']) {
            $this->addError('fin', new ValidationFault('La fin doit suivre le début.'));
        }

        return parent::postValidated($values);
    }
}
