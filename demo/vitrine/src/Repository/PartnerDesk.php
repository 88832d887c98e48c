<?php

declare(strict_types=1);

namespace Vitrine\Repository;

use Vitrine\Database;

/** What partners see once signed in: never a newcomer's name. */
final class PartnerDesk
{
    public function __construct(private Database $database)
    {
    }

    /** @return list<array<string, mixed>> */
    public function openOffers(): array
    {
        return $this->database->rows(
            'SELECT o.intitule, o.contrat, o.lieu, o.expire_le, e.raison_sociale FROM offre_emploi o'
            .' LEFT JOIN entreprise e ON e.id = o.entreprise_id AND e.deleted_at IS NULL'
            ." WHERE o.deleted_at IS NULL AND o.statut = 'ouverte' ORDER BY o.expire_le LIMIT 20",
        );
    }

    /** @return list<array<string, mixed>> */
    public function activeSearches(): array
    {
        return $this->database->rows(
            'SELECT r.type, r.nature, r.surface_min, r.pieces_min, r.budget_max, r.date_souhaitee FROM recherche_logement r'
            .' JOIN arrivant a ON a.id = r.arrivant_id AND a.deleted_at IS NULL'
            ." WHERE r.statut = 'active' ORDER BY r.date_souhaitee LIMIT 20",
        );
    }

    /** @return list<array<string, mixed>> */
    public function companiesOf(int $user): array
    {
        return $this->database->rows(
            'SELECT e.raison_sociale, COUNT(a.id) AS arrivants FROM entreprise e'
            .' LEFT JOIN arrivant a ON a.entreprise_id = e.id AND a.deleted_at IS NULL'
            .' WHERE e.referent_id = ? AND e.deleted_at IS NULL GROUP BY e.id ORDER BY e.raison_sociale LIMIT 20',
            [$user],
        );
    }
}
