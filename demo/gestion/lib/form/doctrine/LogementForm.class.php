<?php

declare(strict_types=1);

use Gestion\Form\DoctrineForm;
use Gestion\Form\ValidationFault;
use Gestion\Form\Validator\Number;

/** A home: amounts are not negative, the neighbourhood belongs to the commune. */
final class LogementForm extends DoctrineForm
{
    protected function configure(): void
    {
        foreach (['surface', 'loyer', 'charges', 'depot'] as $amount) {
            $this->setValidator($amount, new Number(false, false, 0));
        }
        $this->setValidator('pieces', new Number(false, true, 1, 30));
    }

    protected function postValidated(array $values): array
    {
        $quarter = $this->context->store->find('Quartier', $values['quartier_id'] ?? null);
        if ($quarter !== null && isset($values['commune_id']) && $quarter->get('commune_id') !== $values['commune_id']) {
            $this->addError('quartier_id', new ValidationFault("Ce quartier n'est pas dans la commune choisie."));
        }

        return parent::postValidated($values);
    }
}
