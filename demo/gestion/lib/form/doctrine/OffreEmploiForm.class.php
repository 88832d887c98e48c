<?php

declare(strict_types=1);

use Gestion\Form\DoctrineForm;
use Gestion\Form\ValidationFault;

/** A job offer: it does not expire before it is published. */
final class OffreEmploiForm extends DoctrineForm
{
    protected function postValidated(array $values): array
    {
        if (isset($values['publiee_le'], $values['expire_le']) && $values['expire_le'] < $values['publiee_le']) {
            $this->addError('expire_le', new ValidationFault("L'expiration ne peut pas précéder la publication."));
        }

        return parent::postValidated($values);
    }
}
