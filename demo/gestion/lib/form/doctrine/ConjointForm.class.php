<?php

declare(strict_types=1);

use Gestion\Form\DoctrineForm;

/** A partner: the sectors they look for work in come from a list. */
final class ConjointForm extends DoctrineForm
{
    private const SECTORS = [
        'administration', 'banque', 'batiment', 'commerce', 'communication', 'education', 'environnement',
        'hotellerie', 'industrie', 'informatique', 'logistique', 'recherche', 'sante', 'services à la personne',
    ];

    protected function configure(): void
    {
        $this->offerSeveral('secteurs', static fn (): array => array_combine(self::SECTORS, self::SECTORS));
    }
}
