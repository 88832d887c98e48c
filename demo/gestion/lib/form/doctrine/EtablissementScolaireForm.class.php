<?php

declare(strict_types=1);

use Gestion\Form\DoctrineForm;
use Gestion\Form\Validator\Text;

/** A school: its national number has seven digits and a letter. */
final class EtablissementScolaireForm extends DoctrineForm
{
    protected function configure(): void
    {
        $this->setValidator('uai', new Text(false, 8, null, '/^\d{7}[A-Z]$/', invalid: 'Le code UAI compte sept chiffres et une lettre majuscule.'));
    }
}
