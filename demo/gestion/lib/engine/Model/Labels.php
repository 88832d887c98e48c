<?php

declare(strict_types=1);

namespace Gestion\Model;

/** How a record is called in lists and choices: what its __toString gives. */
final class Labels
{
    /** Columns that make the name of a model's records; others are called by their number. */
    private const COLUMNS = [
        'Organisme' => ['nom'],
        'Commune' => ['nom'],
        'Quartier' => ['nom'],
        'EtablissementScolaire' => ['nom'],
        'ModeGarde' => ['nom'],
        'Partenaire' => ['nom'],
        'DemarcheType' => ['libelle'],
        'Entreprise' => ['raison_sociale'],
        'EntrepriseContact' => ['prenom', 'nom'],
        'Arrivant' => ['prenom', 'nom'],
        'Conjoint' => ['prenom', 'nom'],
        'Enfant' => ['prenom'],
        'Evenement' => ['titre'],
        'Logement' => ['reference'],
        'OffreEmploi' => ['intitule'],
        'Demande' => ['prenom', 'nom'],
        'Parametre' => ['cle'],
        'sfGuardUser' => ['first_name', 'last_name'],
        'sfGuardGroup' => ['name'],
        'sfGuardPermission' => ['name'],
    ];

    public static function of(Record $record): string
    {
        $columns = self::COLUMNS[$record->table->model] ?? [];
        $words = array_filter(array_map($record->text(...), $columns), static fn (string $word): bool => $word !== '');
        if ($record->table->model === 'sfGuardUser') {
            $words[] = "({$record->text('username')})";
        }

        return $words === [] ? 'n° ' . $record->id() : implode(' ', $words);
    }

    /** @return array<int|string, string> every record's name by its id, in alphabetical order */
    public static function choices(Store $store, string $model): array
    {
        $query = $store->query($model);
        foreach (array_reverse(self::COLUMNS[$model] ?? ['id']) as $column) {
            $query->order($column);
        }
        $choices = [];
        foreach ($query->all() as $record) {
            $choices[$record->id()] = self::of($record);
        }

        return $choices;
    }
}
