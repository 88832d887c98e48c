<?php

declare(strict_types=1);

use Gestion\Form\DoctrineForm;

/** A request: its needs are chosen from the same list as on the public site. */
final class DemandeForm extends DoctrineForm
{
    private const NEEDS = ['logement', 'ecole', 'garde', 'emploi_conjoint', 'demarches', 'reseau', 'découverte'];

    protected function configure(): void
    {
        $this->offerSeveral('besoins', static fn (): array => array_combine(self::NEEDS, self::NEEDS));
    }
}
