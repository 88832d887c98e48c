<?php

declare(strict_types=1);

namespace Gestion\Admin;

use Gestion\View\Html;

/** One column of a list: a table's column, a relation, or a value the module computes. */
final class ListColumn
{
    private function __construct(
        public readonly string $name,
        public readonly bool $isLink,
        public readonly string $label,
        public readonly string $dateFormat,
        public readonly mixed $credentials,
    ) {
    }

    /** @param array<string, mixed> $options */
    public static function named(string $name, array $options): self
    {
        $plain = ltrim($name, '=');

        return new self(
            $plain,
            str_starts_with($name, '='),
            (string) ($options['label'] ?? Html::humanize($plain)),
            (string) ($options['date_format'] ?? 'f'),
            $options['credentials'] ?? null,
        );
    }
}
