<?php

declare(strict_types=1);

namespace Gestion\User;

use Gestion\Guard\Accounts;
use Gestion\Model\Record;

/** The visitor as sfGuardSecurityUser knows them: an account of sf_guard_user behind the session. */
final class GuardUser extends SecurityUser
{
    private const GUARD = 'sfGuardSecurityUser';

    private ?Record $account = null;

    public function __construct(
        private readonly Accounts $accounts,
        SessionStorage $storage,
        int|false $timeout,
        string $defaultCulture,
        ?string $requestedCulture,
    ) {
        parent::__construct($storage, $timeout, $defaultCulture, $requestedCulture);
        if (!$this->isAuthenticated()) {
            $this->attributes->removeNamespace(self::GUARD);
        }
    }

    /** The address to go to after sign-in; the first one wanted stays until it is used. */
    public function setReferer(string $referer): void
    {
        if (!$this->attributes->has('referer')) {
            $this->attributes->set('referer', $referer);
        }
    }

    public function takeReferer(string $default): string
    {
        $referer = (string) $this->attributes->get('referer', $default);
        $this->attributes->remove('referer');

        return $referer;
    }

    public function hasCredential(mixed $credential, bool $all = true): bool
    {
        if (empty($credential)) {
            return true;
        }
        $account = $this->account();
        if ($account === null) {
            return false;
        }

        return $account->get('is_super_admin') || parent::hasCredential($credential, $all);
    }

    /**
     * The signed-in account; null for anonymous visitors.
     *
     * Errors: an account that no longer exists signs the visitor out and is an exception (a 500), as in sfGuard.
     */
    public function account(): ?Record
    {
        $id = $this->attributes->get('user_id', null, self::GUARD);
        if ($this->account === null && $id) {
            $this->account = $this->accounts->find($id);
            if ($this->account === null) {
                $this->signOut(null);
                throw new \RuntimeException('The user does not exist anymore in the database.');
            }
        }

        return $this->account;
    }

    public function accountId(): ?string
    {
        $id = $this->attributes->get('user_id', null, self::GUARD);

        return $id ? (string) $id : null;
    }

    /** First and last name for the page's head; '' when anonymous or when the account has gone. */
    public function displayName(): string
    {
        try {
            $account = $this->account();
        } catch (\RuntimeException) {
            return '';
        }

        return $account === null ? '' : trim($account->text('first_name') . ' ' . $account->text('last_name'));
    }

    /** Signs an account in: permissions are copied now, last_login is written, a remember key is given when asked. */
    public function signIn(Record $account, bool $remember, \Gestion\Http\Response $response, string $address): void
    {
        $this->attributes->set('user_id', $account->id(), self::GUARD);
        $this->account = $account;
        $this->setAuthenticated(true);
        $this->clearCredentials();
        $this->addCredentials($this->accounts->permissionNames($account->id()));
        $this->accounts->recordLogin($account);
        if ($remember) {
            $age = $this->accounts->rememberAge();
            $response->setCookie($this->accounts->rememberCookie(), $this->accounts->newRememberKey($account, $address), time() + $age);
        }
    }

    /** Signs out; the remember cookie expires but its row stays, so a copy of it would still sign in. */
    public function signOut(?\Gestion\Http\Response $response): void
    {
        $this->attributes->removeNamespace(self::GUARD);
        $this->account = null;
        $this->clearCredentials();
        $this->setAuthenticated(false);
        $response?->setCookie($this->accounts->rememberCookie(), '', time() - $this->accounts->rememberAge());
    }
}
