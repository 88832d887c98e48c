<?php

declare(strict_types=1);

namespace Vitrine\Security;

use Symfony\Component\Security\Core\Exception\BadCredentialsException;
use Symfony\Component\Security\Core\User\UserCheckerInterface;
use Symfony\Component\Security\Core\User\UserInterface;

/** Refuses inactive accounts in the words of a wrong password, so that nobody learns which accounts exist. */
final class ActiveChecker implements UserCheckerInterface
{
    public function checkPreAuth(UserInterface $user): void
    {
        if ($user instanceof Partner && !$user->isActive()) {
            throw new BadCredentialsException();
        }
    }

    public function checkPostAuth(UserInterface $user): void
    {
    }
}
