<?php

declare(strict_types=1);

namespace Gestion\Form\Validator;

/** Lets everything through unchanged, null included. */
final class Pass extends Validator
{
    public function __construct()
    {
        parent::__construct(false);
    }

    public function clean(mixed $value): mixed
    {
        return $value;
    }

    protected function accepted(mixed $value): mixed
    {
        return $value;
    }
}
