<?php

declare(strict_types=1);

use Gestion\Form\DoctrineForm;
use Gestion\Form\Validator\Number;

/** A kind of administrative step: its delay is at most a year. */
final class DemarcheTypeForm extends DoctrineForm
{
    protected function configure(): void
    {
        $this->setValidator('delai_jours', new Number(false, true, 0, 365));
        $this->setValidator('ordre', new Number(false, true, 0));
    }
}
