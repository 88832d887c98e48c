<?php

declare(strict_types=1);

namespace Gestion\Model;

use Gestion\Config\Project;
use Gestion\Config\YamlFile;

/** Every model of the project: the plugins' schema files first, then the project's own, which override by key. */
final class Schema
{
    private const NOT_MODELS = ['options', 'connection', 'detect_relations', 'actAs', 'package', 'inheritance'];

    /** @var array<string, array<string, mixed>>|null */
    private ?array $definitions = null;

    /** @var array<string, Table> */
    private array $tables = [];

    public function table(string $model): Table
    {
        return $this->tables[$model] ??= new Table(
            $model,
            $this->definitions()[$model] ?? throw new \InvalidArgumentException("the schema has no model $model"),
        );
    }

    /** @return array<string, array<string, mixed>> */
    private function definitions(): array
    {
        if ($this->definitions !== null) {
            return $this->definitions;
        }
        $root = Project::root();
        $files = [
            ...(glob("$root/plugins/*/config/doctrine/*.yml") ?: []),
            ...(glob("$root/config/doctrine/*.yml") ?: []),
        ];
        $all = [];
        foreach ($files as $file) {
            $all = array_replace_recursive($all, YamlFile::read($file));
        }

        return $this->definitions = array_diff_key($all, array_flip(self::NOT_MODELS));
    }

    /** @return list<string> */
    public function models(): array
    {
        return array_keys($this->definitions());
    }
}
