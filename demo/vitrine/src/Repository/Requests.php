<?php

declare(strict_types=1);

namespace Vitrine\Repository;

use Vitrine\Database;

/** The table `demande`, which gestion reads: the one place where the two applications meet. */
final class Requests
{
    public function __construct(private Database $database)
    {
    }

    /** Writes what a visitor sent; the needs as Doctrine 1's array column wants them, serialized. */
    public function add(array $sent, string $address, string $browser, bool $isSpam): int
    {
        return $this->database->insert('demande', [
            'origine' => 'vitrine',
            'type' => $sent['type'],
            'civilite' => $sent['civilite'],
            'nom' => $sent['nom'],
            'prenom' => $sent['prenom'],
            'email' => $sent['email'],
            'telephone' => $sent['telephone'],
            'societe' => $sent['societe'],
            'message' => $sent['message'],
            'besoins' => serialize(array_values($sent['besoins'])),
            'ip' => $address,
            'user_agent' => mb_substr($browser, 0, 255),
            'consentement' => (bool) $sent['consentement'],
            'statut' => $isSpam ? 'spam' : 'nouvelle',
        ]);
    }
}
