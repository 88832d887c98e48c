<?php

declare(strict_types=1);

namespace Vitrine\Security;

use Symfony\Component\Security\Core\Exception\UnsupportedUserException;
use Symfony\Component\Security\Core\Exception\UserNotFoundException;
use Symfony\Component\Security\Core\User\UserInterface;
use Symfony\Component\Security\Core\User\UserProviderInterface;
use Vitrine\Database;

/** Accounts are gestion's: the tables of sfGuard, read only. */
final class PartnerProvider implements UserProviderInterface
{
    /** Group of gestion → role here; the other groups are the team. */
    private const ROLES = [
        'partenaire_emploi' => 'ROLE_PARTENAIRE_EMPLOI',
        'partenaire_logement' => 'ROLE_PARTENAIRE_LOGEMENT',
        'referent_entreprise' => 'ROLE_REFERENT_ENTREPRISE',
        'metropole_lecture' => 'ROLE_METROPOLE_LECTURE',
    ];

    public function __construct(private Database $database)
    {
    }

    public function loadUserByIdentifier(string $identifier): Partner
    {
        $row = $this->database->row('SELECT * FROM sf_guard_user WHERE username = ?', [$identifier]);
        if (null === $row) {
            $missing = new UserNotFoundException();
            $missing->setUserIdentifier($identifier);
            throw $missing;
        }

        return new Partner(
            (int) $row['id'],
            $row['username'],
            trim($row['first_name'].' '.$row['last_name']),
            $row['algorithm'].':'.$row['password'],
            (string) $row['salt'],
            $this->roles((int) $row['id'], (bool) $row['is_super_admin']),
            (bool) $row['is_active'],
        );
    }

    public function loadUserByUsername(string $username): Partner
    {
        return $this->loadUserByIdentifier($username);
    }

    /** At each request: somebody deactivated since is signed out at once. */
    public function refreshUser(UserInterface $user): Partner
    {
        if (!$user instanceof Partner) {
            throw new UnsupportedUserException(get_debug_type($user));
        }
        $fresh = $this->loadUserByIdentifier($user->getUserIdentifier());
        if (!$fresh->isActive()) {
            throw new UserNotFoundException('Compte désactivé.');
        }

        return $fresh;
    }

    public function supportsClass(string $class): bool
    {
        return Partner::class === $class;
    }

    /** @return list<string> */
    private function roles(int $user, bool $isSuperAdmin): array
    {
        $groups = array_column($this->database->rows(
            'SELECT g.name FROM sf_guard_group g JOIN sf_guard_user_group ug ON ug.group_id = g.id WHERE ug.user_id = ? ORDER BY g.id',
            [$user],
        ), 'name');
        $roles = array_map(static fn (string $group): string => self::ROLES[$group] ?? 'ROLE_EQUIPE', $groups);
        if ($isSuperAdmin) {
            $roles[] = 'ROLE_EQUIPE';
        }

        return array_values(array_unique([...$roles, 'ROLE_USER']));
    }
}
