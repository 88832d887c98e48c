<?php

declare(strict_types=1);

use Gestion\Model\Record;
use Gestion\Model\Store;

/**
 * File numbers of newcomers: AAAA-NNNN, without gaps in a year.
 *
 * A named lock of the server (gestion.numero_dossier) covers reading the last number and inserting the row; whoever else
 * inserts newcomers must take the same lock.
 */
final class FileNumber
{
    private const LOCK = 'gestion.numero_dossier';

    /** Numbers a fresh record and inserts it. */
    public static function give(Store $store, Record $newcomer): void
    {
        $store->database->value('SELECT GET_LOCK(?, 10)', [self::LOCK]);
        try {
            $year = date('Y');
            $last = $store->database->value('SELECT MAX(numero_dossier) FROM arrivant WHERE numero_dossier LIKE ?', ["$year-%"]);
            $newcomer->set('numero_dossier', sprintf('%s-%04d', $year, (int) substr((string) $last, 5) + 1));
            $store->save($newcomer);
        } finally {
            $store->database->value('SELECT RELEASE_LOCK(?)', [self::LOCK]);
        }
    }
}
