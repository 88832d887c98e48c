<?php

declare(strict_types=1);

use Gestion\Control\Context;

/** What a visitor's profile narrows beyond the permissions of their groups. */
final class Role
{
    /** The role of the visitor's profile; super admins are administrators. */
    public static function of(Context $context): ?string
    {
        $account = $context->user->account();
        if ($account === null) {
            return null;
        }
        if ($account->get('is_super_admin')) {
            return 'administrateur';
        }

        return $context->store->database->value('SELECT role FROM utilisateur_profil WHERE sf_guard_user_id = ?', [$account->id()]);
    }

    public static function is(Context $context, string $role): bool
    {
        return self::of($context) === $role;
    }
}
