<?php

declare(strict_types=1);

use Gestion\Form\DoctrineForm;
use Gestion\Form\ValidationFault;

/** A support file: for a newcomer or for a company, and only one of them. */
final class AccompagnementForm extends DoctrineForm
{
    protected function postValidated(array $values): array
    {
        if (isset($values['arrivant_id']) === isset($values['entreprise_id'])) {
            $this->addError('arrivant_id', new ValidationFault('Indiquez un arrivant ou une entreprise, et un seul des deux.'));
        }
        if (isset($values['ouvert_le'], $values['clos_le']) && $values['clos_le'] < $values['ouvert_le']) {
            $this->addError('clos_le', new ValidationFault("La clôture ne peut pas précéder l'ouverture."));
        }

        return parent::postValidated($values);
    }
}
