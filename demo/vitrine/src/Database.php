<?php

declare(strict_types=1);

namespace Vitrine;

/** The database that gestion shares; connected at the first question. */
final class Database
{
    private ?\PDO $connection = null;

    public function __construct(
        private string $socket,
        private string $name,
        private string $user,
        private string $password,
    ) {
    }

    /** @return list<array<string, mixed>> */
    public function rows(string $sql, array $values = []): array
    {
        $statement = $this->run($sql, $values);

        return $statement->fetchAll();
    }

    /** @return array<string, mixed>|null */
    public function row(string $sql, array $values = []): ?array
    {
        return $this->rows($sql, $values)[0] ?? null;
    }

    public function value(string $sql, array $values = []): mixed
    {
        $row = $this->row($sql, $values);

        return null === $row ? null : reset($row);
    }

    /** Inserts one row, stamped as Doctrine 1 would, and gives its id. */
    public function insert(string $table, array $columns): int
    {
        $now = date('Y-m-d H:i:s');
        $columns += ['created_at' => $now, 'updated_at' => $now];
        $names = implode(', ', array_map(static fn (string $name): string => "`$name`", array_keys($columns)));
        $marks = implode(', ', array_fill(0, \count($columns), '?'));
        $this->run("INSERT INTO `$table` ($names) VALUES ($marks)", array_values($columns));

        return (int) $this->connection()->lastInsertId();
    }

    public function update(string $table, int $id, array $columns): void
    {
        $columns += ['updated_at' => date('Y-m-d H:i:s')];
        $sets = implode(', ', array_map(static fn (string $name): string => "`$name` = ?", array_keys($columns)));
        $this->run("UPDATE `$table` SET $sets WHERE id = ?", [...array_values($columns), $id]);
    }

    private function run(string $sql, array $values): \PDOStatement
    {
        $statement = $this->connection()->prepare($sql);
        foreach (array_values($values) as $place => $value) {
            $type = match (true) {
                \is_int($value), \is_bool($value) => \PDO::PARAM_INT,
                null === $value => \PDO::PARAM_NULL,
                default => \PDO::PARAM_STR,
            };
            $statement->bindValue($place + 1, $value, $type);
        }
        $statement->execute();

        return $statement;
    }

    private function connection(): \PDO
    {
        return $this->connection ??= new \PDO(
            "mysql:unix_socket={$this->socket};dbname={$this->name};charset=utf8mb4",
            $this->user,
            $this->password,
            [
                \PDO::ATTR_ERRMODE => \PDO::ERRMODE_EXCEPTION,
                \PDO::ATTR_DEFAULT_FETCH_MODE => \PDO::FETCH_ASSOC,
                \PDO::ATTR_TIMEOUT => 3,
                // As the production site: no strict mode, so that zero dates and old rows do not stop a page.
                \PDO::MYSQL_ATTR_INIT_COMMAND => "SET SESSION sql_mode = ''",
            ],
        );
    }
}
