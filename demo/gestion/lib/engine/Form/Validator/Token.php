<?php

declare(strict_types=1);

namespace Gestion\Form\Validator;

use Gestion\Form\ValidationFault;

/** The CSRF token a form was drawn with. */
final class Token extends Validator
{
    public function __construct(private readonly string $expected)
    {
        parent::__construct();
    }

    protected function accepted(mixed $value): mixed
    {
        return $value === $this->expected ? $value : throw new ValidationFault('CSRF attack detected.');
    }
}
