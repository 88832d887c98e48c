<?php

declare(strict_types=1);

use Gestion\Model\Record;
use Gestion\Model\Store;

/** Companies entered twice, and their merging. */
final class CompanyMerge
{
    /** Tables whose entreprise_id follows the company that is kept. */
    private const FOLLOWERS = [
        'arrivant', 'entreprise_contact', 'offre_emploi', 'candidature_conjoint', 'accompagnement', 'implantation', 'demande',
    ];

    public function __construct(private readonly Store $store)
    {
    }

    /** @return list<list<Record>> groups with the same SIRET but for spaces, or the same name but for case and accents */
    public function duplicates(): array
    {
        // the server cuts a GROUP_CONCAT at 1024 bytes otherwise, in the middle of an id
        $this->store->database->execute('SET SESSION group_concat_max_len = 1000000');
        $rows = $this->store->database->rows(
            "SELECT GROUP_CONCAT(id ORDER BY id) AS ids FROM entreprise WHERE deleted_at IS NULL AND REPLACE(siret, ' ', '') <> ''
               GROUP BY REPLACE(siret, ' ', '') HAVING COUNT(*) > 1
             UNION
             SELECT GROUP_CONCAT(id ORDER BY id) FROM entreprise WHERE deleted_at IS NULL GROUP BY raison_sociale HAVING COUNT(*) > 1",
        );

        return array_map(
            fn (array $row): array => $this->store->query('Entreprise')->in('id', explode(',', (string) $row['ids']))->order('id')->all(),
            $rows,
        );
    }

    /** @param list<string> $ids companies that go away; the kept one among them is left out */
    public function into(Record $kept, array $ids): int
    {
        return $this->store->database->transaction(function () use ($kept, $ids): int {
            $others = $this->store->query('Entreprise')->in('id', array_values(array_diff($ids, [$kept->id()])))->all();
            foreach ($others as $other) {
                foreach (self::FOLLOWERS as $table) {
                    $this->store->database->execute("UPDATE $table SET entreprise_id = ? WHERE entreprise_id = ?", [$kept->id(), $other->id()]);
                }
                $this->store->delete($other);
            }

            return count($others);
        });
    }
}
