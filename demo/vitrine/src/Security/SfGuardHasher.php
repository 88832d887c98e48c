<?php

declare(strict_types=1);

namespace Vitrine\Security;

use Symfony\Component\PasswordHasher\LegacyPasswordHasherInterface;

/** Checks sfGuard's passwords: algorithm(salt . password), for the two algorithms found in the table. */
final class SfGuardHasher implements LegacyPasswordHasherInterface
{
    private const ALGORITHMS = ['sha1', 'md5'];
    private const LONGEST = 4096;

    /** @throws \LogicException always: gestion alone writes passwords */
    public function hash(string $plainPassword, ?string $salt = null): string
    {
        throw new \LogicException('Passwords are changed in gestion.');
    }

    public function verify(string $hashedPassword, string $plainPassword, ?string $salt = null): bool
    {
        [$algorithm, $digest] = explode(':', $hashedPassword, 2) + ['', ''];

        return '' !== $plainPassword
            && \strlen($plainPassword) <= self::LONGEST
            && \in_array($algorithm, self::ALGORITHMS, true)
            && hash_equals($digest, hash($algorithm, $salt.$plainPassword));
    }

    public function needsRehash(string $hashedPassword): bool
    {
        return false;
    }
}
