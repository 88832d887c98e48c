<?php

declare(strict_types=1);

use Gestion\Form\DoctrineForm;
use Gestion\Form\Validator\Number;

/** A childcare place: its capacity is not negative. */
final class ModeGardeForm extends DoctrineForm
{
    protected function configure(): void
    {
        $this->setValidator('capacite', new Number(false, true, 0, 500));
    }
}
