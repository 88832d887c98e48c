<?php

declare(strict_types=1);

use Gestion\Form\DoctrineForm;
use Gestion\Form\Validator\Text;

/** A partner: its site's address says http or https, or begins with www as old ones do. */
final class PartenaireForm extends DoctrineForm
{
    protected function configure(): void
    {
        $this->setValidator('url', new Text(false, 255, null, '#^(https?://|www\.)[^\s/]+\.[^\s]+$#i', invalid: "L'adresse du site doit commencer par http://, https:// ou www."));
    }
}
