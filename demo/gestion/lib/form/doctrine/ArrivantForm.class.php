<?php

declare(strict_types=1);

use Gestion\Form\DoctrineForm;
use Gestion\Form\ValidationFault;
use Gestion\Form\Validator\Text;

/** A newcomer: countries by their two letters, dates in an order that life allows. */
final class ArrivantForm extends DoctrineForm
{
    protected function configure(): void
    {
        foreach (['nationalite', 'origine_pays'] as $country) {
            $this->setValidator($country, new Text(false, 2, null, '/^[A-Z]{2}$/', invalid: 'Deux lettres majuscules sont attendues, par exemple FR.'));
        }
    }

    protected function postValidated(array $values): array
    {
        if (isset($values['date_arrivee'], $values['date_installation']) && $values['date_installation'] < $values['date_arrivee']) {
            $this->addError('date_installation', new ValidationFault("L'installation ne peut pas précéder l'arrivée."));
        }
        if (isset($values['date_naissance']) && $values['date_naissance'] > date('Y-m-d')) {
            $this->addError('date_naissance', new ValidationFault('La date de naissance doit être passée.'));
        }

        return parent::postValidated($values);
    }
}
