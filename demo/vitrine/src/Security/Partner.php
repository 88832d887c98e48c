<?php

declare(strict_types=1);

namespace Vitrine\Security;

use Symfony\Component\Security\Core\User\LegacyPasswordAuthenticatedUserInterface;
use Symfony\Component\Security\Core\User\UserInterface;

/** Somebody of sf_guard_user. Serialized whole into the session's security token: its layout is read elsewhere. */
final class Partner implements UserInterface, LegacyPasswordAuthenticatedUserInterface
{
    /** @param list<string> $roles */
    public function __construct(
        private int $id,
        private string $username,
        private string $name,
        private string $password,
        private string $salt,
        private array $roles,
        private bool $active,
    ) {
    }

    public function getId(): int
    {
        return $this->id;
    }

    public function getUserIdentifier(): string
    {
        return $this->username;
    }

    public function getUsername(): string
    {
        return $this->username;
    }

    public function getName(): string
    {
        return $this->name;
    }

    /** The algorithm and the digest, as "sha1:…". */
    public function getPassword(): string
    {
        return $this->password;
    }

    public function getSalt(): string
    {
        return $this->salt;
    }

    public function getRoles(): array
    {
        return $this->roles;
    }

    public function isActive(): bool
    {
        return $this->active;
    }

    public function eraseCredentials(): void
    {
    }
}
