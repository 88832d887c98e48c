<?php

declare(strict_types=1);

use Gestion\Model\Database;

/** How long personal data are kept: a table, not code spread over modules. */
final class Retention
{
    /** Label; condition on rows that are due; what ends them. */
    private const RULES = [
        'demandes' => [
            'Demandes sans suite, un an après leur réception',
            'demande',
            "statut IN ('nouvelle', 'spam') AND created_at > 0 AND created_at < DATE_SUB(NOW(), INTERVAL 1 YEAR)",
            "UPDATE demande SET nom = 'Anonyme', prenom = NULL, email = NULL, telephone = NULL, message = NULL, ip = NULL, user_agent = NULL, updated_at = NOW()",
        ],
        'dossiers' => [
            'Dossiers clos, trois ans après leur dernière modification',
            'arrivant',
            "statut IN ('clos', 'abandonne') AND nom <> 'Anonyme' AND updated_at > 0 AND updated_at < DATE_SUB(NOW(), INTERVAL 3 YEAR)",
            "UPDATE arrivant SET nom = 'Anonyme', nom_usage = NULL, prenom = 'Anonyme', date_naissance = NULL, email = NULL, telephone = NULL, adresse_actuelle = NULL, notes = NULL, archive_le = NOW()",
        ],
        'journal' => [
            'Lignes du journal, après douze mois',
            'journal',
            'created_at > 0 AND created_at < DATE_SUB(NOW(), INTERVAL 12 MONTH)',
            'DELETE FROM journal',
        ],
    ];

    public function __construct(private readonly Database $database)
    {
    }

    /** @return array<string, array{label: string, count: int}> rows that are due, by rule */
    public function due(): array
    {
        $due = [];
        foreach (self::RULES as $name => [$label, $table, $condition]) {
            $due[$name] = ['label' => $label, 'count' => (int) $this->database->value("SELECT COUNT(*) FROM $table WHERE $condition")];
        }

        return $due;
    }

    /** Ends the rows of one rule; the number of them. */
    public function run(string $rule): int
    {
        [, , $condition, $end] = self::RULES[$rule] ?? throw new \InvalidArgumentException("no retention rule $rule");

        return $this->database->execute("$end WHERE $condition");
    }

    public static function knows(string $rule): bool
    {
        return isset(self::RULES[$rule]);
    }
}
