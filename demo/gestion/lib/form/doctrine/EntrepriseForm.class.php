<?php

declare(strict_types=1);

use Gestion\Form\DoctrineForm;
use Gestion\Form\Validator\Number;
use Gestion\Form\Validator\Text;

/** A company: a SIRET of fourteen digits, with or without spaces. */
final class EntrepriseForm extends DoctrineForm
{
    protected function configure(): void
    {
        $this->setValidator('siret', new Text(false, 20, null, '/^(\d\s*){14}$/', invalid: 'Le SIRET compte quatorze chiffres.'));
        $this->setValidator('effectif', new Number(false, true, 0));
    }
}
