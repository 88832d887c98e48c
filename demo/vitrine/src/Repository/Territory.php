<?php

declare(strict_types=1);

namespace Vitrine\Repository;

use Vitrine\Database;

/** Communes and neighbourhoods, with what a family asks about them. */
final class Territory
{
    public function __construct(private Database $database)
    {
    }

    /** @return array<string, list<array<string, mixed>>> the communes of each intercommunality, by name */
    public function communesByBody(): array
    {
        $bodies = [];
        foreach ($this->database->rows('SELECT nom, slug, code_postal, epci FROM commune WHERE slug IS NOT NULL ORDER BY epci DESC, nom') as $row) {
            $bodies[$row['epci']][] = $row;
        }

        return $bodies;
    }

    /** @return array<string, mixed>|null */
    public function commune(string $slug): ?array
    {
        return $this->database->row('SELECT * FROM commune WHERE slug = ?', [$slug]);
    }

    /** @return list<array<string, mixed>> */
    public function neighbourhoods(int $commune): array
    {
        return $this->database->rows('SELECT nom, description FROM quartier WHERE commune_id = ? ORDER BY nom', [$commune]);
    }

    /** @return list<array<string, mixed>> */
    public function schools(int $commune): array
    {
        return $this->database->rows(
            'SELECT nom, type, statut, adresse, url, langues FROM etablissement_scolaire WHERE commune_id = ? ORDER BY type, nom',
            [$commune],
        );
    }

    /** @return list<array<string, mixed>> */
    public function childcare(int $commune): array
    {
        return $this->database->rows(
            'SELECT nom, type, capacite, horaires FROM mode_garde WHERE commune_id = ? ORDER BY type, nom',
            [$commune],
        );
    }

    /** @return list<array<string, mixed>> */
    public function largest(int $count): array
    {
        return $this->database->rows(
            'SELECT c.nom, c.slug, COUNT(q.id) AS quartiers FROM commune c JOIN quartier q ON q.commune_id = c.id'
            .' WHERE c.slug IS NOT NULL GROUP BY c.id ORDER BY quartiers DESC, c.nom LIMIT ?',
            [$count],
        );
    }

    /** @return list<string> */
    public function slugs(): array
    {
        return array_column($this->database->rows('SELECT slug FROM commune WHERE slug IS NOT NULL ORDER BY slug'), 'slug');
    }
}
