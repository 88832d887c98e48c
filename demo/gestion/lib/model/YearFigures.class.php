<?php

declare(strict_types=1);

use Gestion\Model\Database;

/** Figures of the service by year. A count below five is not shown to those who may only see anonymous figures. */
final class YearFigures
{
    private const SMALL = 5;

    /** Label and query of each figure; the question mark is the year. */
    private const QUERIES = [
        'Arrivants' => 'SELECT COUNT(*) FROM arrivant WHERE deleted_at IS NULL AND YEAR(created_at) = ?',
        'dont expatriés' => 'SELECT COUNT(*) FROM arrivant WHERE deleted_at IS NULL AND est_expatrie = 1 AND YEAR(created_at) = ?',
        'Installations' => 'SELECT COUNT(*) FROM arrivant WHERE deleted_at IS NULL AND YEAR(date_installation) = ?',
        'Entreprises servies' => 'SELECT COUNT(DISTINCT entreprise_id) FROM arrivant WHERE deleted_at IS NULL AND YEAR(created_at) = ?',
        'Évènements' => 'SELECT COUNT(*) FROM evenement WHERE YEAR(debut) = ?',
        'Présences' => "SELECT COUNT(*) FROM inscription i JOIN evenement e ON e.id = i.evenement_id WHERE i.statut = 'present' AND YEAR(e.debut) = ?",
        'Visites faites' => "SELECT COUNT(*) FROM visite WHERE statut = 'faite' AND YEAR(debut) = ?",
        'Demandes reçues' => "SELECT COUNT(*) FROM demande WHERE statut <> 'spam' AND YEAR(created_at) = ?",
        'Accompagnements ouverts' => 'SELECT COUNT(*) FROM accompagnement WHERE YEAR(ouvert_le) = ?',
    ];

    public function __construct(private readonly Database $database, private readonly bool $anonymous)
    {
    }

    /** @return list<int> years that have files, the latest first */
    public function years(): array
    {
        $rows = $this->database->rows('SELECT DISTINCT YEAR(created_at) AS year FROM arrivant WHERE created_at > 0 ORDER BY 1 DESC');

        return array_map(static fn (array $row): int => (int) $row['year'], $rows);
    }

    /** @return array<string, string> label → figure */
    public function of(int $year): array
    {
        $figures = [];
        foreach (self::QUERIES as $label => $query) {
            $count = (int) $this->database->value($query, [$year]);
            $figures[$label] = $this->anonymous && $count > 0 && $count < self::SMALL ? 'moins de 5' : (string) $count;
        }

        return $figures;
    }
}
