<?php

declare(strict_types=1);

namespace Gestion\Model;

/**
 * The MySQL connection, opened at its first use.
 *
 * It speaks to the server as PHP 5.3 did: lax sql_mode (an overlong text is cut, a zero date accepted), every
 * fetched value a string.
 */
final class Database
{
    private ?\PDO $pdo = null;

    private function pdo(): \PDO
    {
        return $this->pdo ??= self::connected();
    }

    private static function connected(): \PDO
    {
        $socket = (string) getenv('FIGUIER_DB_SOCKET');
        $place = $socket !== ''
            ? "unix_socket=$socket"
            : 'host=' . (getenv('FIGUIER_DB_HOST') ?: '127.0.0.1') . ';port=' . (getenv('FIGUIER_DB_PORT') ?: '3306');

        return new \PDO(
            "mysql:$place;charset=utf8mb4;dbname=" . (getenv('FIGUIER_DB_NAME') ?: 'gestion'),
            (string) (getenv('FIGUIER_DB_USER') ?: 'gestion'),
            (string) getenv('FIGUIER_DB_PASSWORD'),
            [
                \PDO::ATTR_ERRMODE => \PDO::ERRMODE_EXCEPTION,
                \PDO::ATTR_DEFAULT_FETCH_MODE => \PDO::FETCH_ASSOC,
                \PDO::ATTR_STRINGIFY_FETCHES => true,
                \PDO::ATTR_EMULATE_PREPARES => false,
                \PDO::MYSQL_ATTR_INIT_COMMAND => "SET SESSION sql_mode = ''",
            ],
        );
    }

    /**
     * @param array<int|string, mixed> $parameters
     *
     * @return list<array<string, string|null>>
     */
    public function rows(string $sql, array $parameters = []): array
    {
        $statement = $this->pdo()->prepare($sql);
        $statement->execute($parameters);

        return $statement->fetchAll();
    }

    /**
     * @param array<int|string, mixed> $parameters
     *
     * @return array<string, string|null>|null
     */
    public function row(string $sql, array $parameters = []): ?array
    {
        return $this->rows($sql, $parameters)[0] ?? null;
    }

    /** @param array<int|string, mixed> $parameters */
    public function value(string $sql, array $parameters = []): ?string
    {
        $row = $this->row($sql, $parameters);

        return $row === null ? null : array_values($row)[0];
    }

    /** @param array<int|string, mixed> $parameters */
    public function execute(string $sql, array $parameters = []): int
    {
        $statement = $this->pdo()->prepare($sql);
        $statement->execute($parameters);

        return $statement->rowCount();
    }

    public function lastId(): string
    {
        return (string) $this->pdo()->lastInsertId();
    }

    /**
     * @template T
     *
     * @param \Closure(): T $work
     *
     * @return T
     */
    public function transaction(\Closure $work): mixed
    {
        $this->pdo()->beginTransaction();
        try {
            $result = $work();
            $this->pdo()->commit();

            return $result;
        } catch (\Throwable $fault) {
            $this->pdo()->rollBack();
            throw $fault;
        }
    }
}
