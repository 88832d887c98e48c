<?php

declare(strict_types=1);

namespace Gestion\Model;

/** A relation of a model: to one by a local key, or to many through a class of its own (refClass). */
final class Relation
{
    public function __construct(
        public readonly string $alias,
        public readonly string $class,
        public readonly string $local,
        public readonly ?string $refClass = null,
        public readonly string $foreign = 'id',
    ) {
    }
}
