<?php

declare(strict_types=1);

namespace Vitrine\Repository;

use Vitrine\Database;

/** Published events, and the registrations the site takes for them. */
final class Agenda
{
    private const COLUMNS = 'e.*, c.nom AS commune FROM evenement e LEFT JOIN commune c ON c.id = e.commune_id WHERE e.publie = 1';

    public function __construct(private Database $database)
    {
    }

    /** @return list<array<string, mixed>> */
    public function coming(\DateTimeInterface $now, int $count): array
    {
        return $this->database->rows(
            'SELECT '.self::COLUMNS.' AND e.debut >= ? ORDER BY e.debut LIMIT ?',
            [$now->format('Y-m-d H:i:s'), $count],
        );
    }

    /** @return list<array<string, mixed>> */
    public function month(\DateTimeImmutable $first): array
    {
        return $this->database->rows(
            'SELECT '.self::COLUMNS.' AND e.debut >= ? AND e.debut < ? ORDER BY e.debut',
            [$first->format('Y-m-d'), $first->modify('+1 month')->format('Y-m-d')],
        );
    }

    /** @return array<string, mixed>|null */
    public function event(string $slug): ?array
    {
        return $this->database->row('SELECT '.self::COLUMNS.' AND e.slug = ?', [$slug]);
    }

    /** @return array<string, mixed>|null the household of that file number and e-mail, when its file is open */
    public function household(string $number, string $email): ?array
    {
        return $this->database->row(
            'SELECT id FROM arrivant WHERE numero_dossier = ? AND email = ? AND deleted_at IS NULL'
            ." AND statut NOT IN ('clos', 'abandonne') LIMIT 1",
            [$number, $email],
        );
    }

    /** @return array<string, mixed>|null what is already there for the household: perhaps only an invitation */
    public function registration(int $event, int $household): ?array
    {
        return $this->database->row(
            "SELECT id, statut FROM inscription WHERE evenement_id = ? AND arrivant_id = ? AND statut <> 'annule'"
            ." ORDER BY statut = 'invite' LIMIT 1",
            [$event, $household],
        );
    }

    /** Persons already counted: the newcomer, the partner, the children. */
    public function takenPlaces(int $event): int
    {
        return (int) $this->database->value(
            "SELECT COALESCE(SUM(1 + conjoint + nb_enfants), 0) FROM inscription WHERE evenement_id = ? AND statut IN ('inscrit', 'present')",
            [$event],
        );
    }

    /** Writes the registration: a new row, or the answer in the row of the invitation. */
    public function register(int $event, int $household, ?int $invitation, array $answer): void
    {
        if (null === $invitation) {
            $this->database->insert('inscription', ['evenement_id' => $event, 'arrivant_id' => $household] + $answer);
        } else {
            $this->database->update('inscription', $invitation, $answer);
        }
    }

    /** @return list<string> */
    public function comingSlugs(\DateTimeInterface $now): array
    {
        return array_column($this->coming($now, 200), 'slug');
    }
}
