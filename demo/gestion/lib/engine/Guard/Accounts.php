<?php

declare(strict_types=1);

namespace Gestion\Guard;

use Gestion\Config\Application;
use Gestion\Model\Record;
use Gestion\Model\Store;

/** Accounts of sfDoctrineGuardPlugin 5: look-up, passwords, permissions and remember keys. */
final class Accounts
{
    private const FIFTEEN_DAYS = 1_296_000;

    public function __construct(private readonly Store $store, private readonly Application $application)
    {
    }

    public function find(mixed $id): ?Record
    {
        return $this->store->find('sfGuardUser', $id);
    }

    /** The account of a user name or e-mail address; the collation ignores case and accents. */
    public function named(string $name): ?Record
    {
        $query = $this->store->query('sfGuardUser');
        if ($this->application->parameter('sf_guard_plugin', 'allow_login_with_email', true)) {
            return $query->where('a.username = ? OR a.email_address = ?', $name, $name)->first();
        }

        return $query->equals('username', $name)->first();
    }

    /**
     * Whether a password is the account's: algorithm(salt . password), compared with PHP's loose ==.
     *
     * The looseness is the plugin's: two digests of the form 0e<digits> are equal, and an integer result matches its text.
     *
     * Errors: an algorithm that is no PHP callable is an exception (a 500).
     */
    public function hasPassword(Record $account, string $password): bool
    {
        $algorithm = $account->text('algorithm');
        if (str_contains($algorithm, '::')) {
            $algorithm = explode('::', $algorithm, 2);
        }
        if (!is_callable($algorithm)) {
            throw new \UnexpectedValueException("The algorithm callable \"{$account->text('algorithm')}\" is not callable.");
        }

        return $account->get('password') == $algorithm($account->text('salt') . $password);
    }

    /** @return list<string> direct permissions first, then those of the groups, each once */
    public function permissionNames(string $accountId): array
    {
        $rows = $this->store->database->rows(
            'SELECT p.name, 0 AS source, p.id FROM sf_guard_permission p
               JOIN sf_guard_user_permission up ON up.permission_id = p.id WHERE up.user_id = ?
             UNION ALL
             SELECT p.name, 1, p.id FROM sf_guard_permission p
               JOIN sf_guard_group_permission gp ON gp.permission_id = p.id
               JOIN sf_guard_user_group ug ON ug.group_id = gp.group_id WHERE ug.user_id = ?
             ORDER BY 2, 3',
            [$accountId, $accountId],
        );

        return array_values(array_unique(array_map(static fn (array $row): string => (string) $row['name'], $rows)));
    }

    public function recordLogin(Record $account): void
    {
        $account->set('last_login', date('Y-m-d H:i:s'));
        $this->store->save($account);
    }

    public function rememberCookie(): string
    {
        return (string) $this->application->parameter('sf_guard_plugin', 'remember_cookie_name', 'sfRemember');
    }

    public function rememberAge(): int
    {
        return (int) $this->application->parameter('sf_guard_plugin', 'remember_key_expiration_age', self::FIFTEEN_DAYS);
    }

    /** The account a remember cookie names. Neither the row's age nor is_active is looked at, as in the plugin. */
    public function remembered(string $key): ?Record
    {
        $id = $this->store->database->value(
            'SELECT u.id FROM sf_guard_remember_key r JOIN sf_guard_user u ON u.id = r.user_id WHERE r.remember_key = ? LIMIT 1',
            [$key],
        );

        return $id === null ? null : $this->find($id);
    }

    /** Stores a new key: one browser for each account, and keys older than the age go. */
    public function newRememberKey(Record $account, string $address): string
    {
        $oldest = date('Y-m-d H:i:s', time() - $this->rememberAge());
        $this->store->database->execute('DELETE FROM sf_guard_remember_key WHERE created_at < ?', [$oldest]);
        $this->store->database->execute('DELETE FROM sf_guard_remember_key WHERE user_id = ?', [$account->id()]);
        $record = $this->store->fresh('sfGuardRememberKey');
        $key = base_convert(sha1(uniqid((string) mt_rand(), true)), 16, 36);
        $record->fill(['user_id' => $account->id(), 'remember_key' => $key, 'ip_address' => $address]);
        $this->store->save($record);

        return $key;
    }
}
