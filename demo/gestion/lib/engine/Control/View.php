<?php

declare(strict_types=1);

namespace Gestion\Control;

/** What an action wants shown: a template's name and the values it needs. */
final class View
{
    /** @param array<string, mixed> $values */
    public function __construct(
        public readonly string $template,
        public readonly array $values = [],
    ) {
    }
}
