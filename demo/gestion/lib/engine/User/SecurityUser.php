<?php

declare(strict_types=1);

namespace Gestion\User;

/** The visitor as sfUser and sfBasicSecurityUser know them: five keys of the session, rewritten at the end of each request. */
class SecurityUser
{
    private const LAST_REQUEST = 'symfony/user/sfUser/lastRequest';
    private const AUTHENTICATED = 'symfony/user/sfUser/authenticated';
    private const CREDENTIALS = 'symfony/user/sfUser/credentials';
    private const ATTRIBUTES = 'symfony/user/sfUser/attributes';
    private const CULTURE = 'symfony/user/sfUser/culture';
    private const FLASH = 'symfony/user/sfUser/flash';
    private const FLASH_REMOVE = 'symfony/user/sfUser/flash/remove';

    public readonly AttributeHolder $attributes;

    private string $culture;

    private bool $authenticated = false;

    /** @var array<mixed>|null */
    private ?array $credentials = [];

    private int $lastRequest;

    public function __construct(
        protected readonly SessionStorage $storage,
        int|false $timeout,
        string $defaultCulture,
        ?string $requestedCulture,
    ) {
        $this->attributes = new AttributeHolder(self::ATTRIBUTES);
        foreach ((array) $storage->read(self::ATTRIBUTES) as $namespace => $values) {
            $this->attributes->add((array) $values, (string) $namespace);
        }
        $this->culture = $requestedCulture ?? $storage->read(self::CULTURE) ?? $defaultCulture;
        foreach ($this->attributes->names(self::FLASH) as $name) {
            $this->attributes->set($name, true, self::FLASH_REMOVE);
        }
        $this->restoreSecurity($timeout);
    }

    private function restoreSecurity(int|false $timeout): void
    {
        $known = $this->storage->read(self::AUTHENTICATED);
        $last = $this->storage->read(self::LAST_REQUEST);
        if ($known !== null) {
            $this->authenticated = (bool) $known;
            $credentials = $this->storage->read(self::CREDENTIALS);
            $this->credentials = is_array($credentials) ? $credentials : null;
            if ($timeout !== false && $last !== null && time() - (int) $last >= $timeout) {
                $this->setAuthenticated(false);
            }
        }
        $this->lastRequest = time();
    }

    public function isAuthenticated(): bool
    {
        return $this->authenticated;
    }

    /** A change of state clears what signed-out visitors may not keep, and gives the session a new id. */
    public function setAuthenticated(bool $authenticated): void
    {
        if ($authenticated === $this->authenticated) {
            return;
        }
        $this->authenticated = $authenticated;
        if (!$authenticated) {
            $this->clearCredentials();
        }
        $this->storage->regenerate();
    }

    public function clearCredentials(): void
    {
        $this->credentials = [];
    }

    /** @param list<string> $credentials */
    public function addCredentials(array $credentials): void
    {
        $added = false;
        foreach ($credentials as $credential) {
            if (!in_array($credential, (array) $this->credentials, true)) {
                $this->credentials[] = $credential;
                $added = true;
            }
        }
        if ($added) {
            $this->storage->regenerate();
        }
    }

    /** @return array<mixed> */
    public function credentials(): array
    {
        return (array) $this->credentials;
    }

    /** Whether the visitor holds a credential; [a, b] asks for both, [[a, b]] for one of them, and so on alternating. */
    public function hasCredential(mixed $credential, bool $all = true): bool
    {
        if ($this->credentials === null) {
            return false;
        }
        if (!is_array($credential)) {
            return in_array($credential, $this->credentials, true);
        }
        foreach ($credential as $one) {
            if ($this->hasCredential($one, !$all) !== $all) {
                return !$all;
            }
        }

        return $all;
    }

    public function culture(): string
    {
        return $this->culture;
    }

    public function setCulture(string $culture): void
    {
        $this->culture = $culture;
    }

    /** A message for the next request, or with $persist false for this one only. */
    public function setFlash(string $name, mixed $value, bool $persist = true): void
    {
        $this->attributes->set($name, $value, self::FLASH);
        if ($persist) {
            $this->attributes->remove($name, self::FLASH_REMOVE);
        } else {
            $this->attributes->set($name, true, self::FLASH_REMOVE);
        }
    }

    public function flash(string $name): ?string
    {
        $value = $this->attributes->get($name, null, self::FLASH);

        return is_scalar($value) ? (string) $value : null;
    }

    public function sessionId(): string
    {
        return $this->storage->id();
    }

    /** Writes the five keys in symfony's order and gives the session file back. */
    public function shutdown(): void
    {
        $this->storage->write(self::LAST_REQUEST, $this->lastRequest);
        $this->storage->write(self::AUTHENTICATED, $this->authenticated);
        if (!$this->authenticated) {
            $this->clearCredentials();
        }
        $this->storage->write(self::CREDENTIALS, $this->credentials);
        foreach ($this->attributes->names(self::FLASH_REMOVE) as $name) {
            $this->attributes->remove($name, self::FLASH);
            $this->attributes->remove($name, self::FLASH_REMOVE);
        }
        $this->storage->write(self::ATTRIBUTES, $this->attributes->all());
        $this->storage->write(self::CULTURE, $this->culture);
        $this->storage->close();
    }
}
