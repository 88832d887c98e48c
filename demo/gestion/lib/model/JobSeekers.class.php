<?php

declare(strict_types=1);

use Gestion\Control\Context;
use Gestion\Model\Query;

/** Which partners an employment partner may see: those who look for work and whose household consented. */
final class JobSeekers
{
    private const VISIBLE = 'SELECT c.id FROM conjoint c JOIN arrivant n ON n.id = c.arrivant_id
        WHERE c.recherche_emploi = 1 AND n.consentement_rgpd = 1 AND n.deleted_at IS NULL';

    /** Narrows a query for employment partners; others see everybody. */
    public static function scope(Context $context, Query $query, string $column): void
    {
        if (Role::is($context, 'partenaire_emploi')) {
            $query->where("a.$column IN (" . self::VISIBLE . ')');
        }
    }
}
