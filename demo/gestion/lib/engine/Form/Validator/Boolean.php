<?php

declare(strict_types=1);

namespace Gestion\Form\Validator;

use Gestion\Form\ValidationFault;

/** Yes or no; what is not sent is no. */
final class Boolean extends Validator
{
    public function __construct()
    {
        parent::__construct(false, false);
    }

    protected function accepted(mixed $value): bool
    {
        return match (true) {
            in_array($value, ['true', 't', 'yes', 'y', 'on', '1', 1, true], true) => true,
            in_array($value, ['false', 'f', 'no', 'n', 'off', '0', 0, false], true) => false,
            default => throw new ValidationFault($this->invalid),
        };
    }
}
