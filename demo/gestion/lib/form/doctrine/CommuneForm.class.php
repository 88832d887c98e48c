<?php

declare(strict_types=1);

use Gestion\Form\DoctrineForm;
use Gestion\Form\Validator\Number;
use Gestion\Form\Validator\Text;

/** A commune: codes of five characters, coordinates on Earth. */
final class CommuneForm extends DoctrineForm
{
    protected function configure(): void
    {
        $this->setValidator('code_insee', new Text(false, 5, null, '/^\d[\dAB]\d{3}$/', invalid: 'Le code INSEE compte cinq caractères (par exemple 59350).'));
        $this->setValidator('code_postal', new Text(false, 5, null, '/^\d{5}$/', invalid: 'Le code postal compte cinq chiffres.'));
        $this->setValidator('latitude', new Number(false, false, -90, 90));
        $this->setValidator('longitude', new Number(false, false, -180, 180));
    }
}
