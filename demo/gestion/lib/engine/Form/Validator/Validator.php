<?php

declare(strict_types=1);

namespace Gestion\Form\Validator;

use Gestion\Form\ValidationFault;

/** Turns what was sent into what is stored, or refuses it. */
abstract class Validator
{
    public function __construct(
        protected readonly bool $required = true,
        protected readonly mixed $emptyValue = null,
        protected readonly bool $trim = false,
        protected readonly string $invalid = 'Invalid.',
    ) {
    }

    /** Errors: ValidationFault, when the value is missing though required, or not acceptable. */
    public function clean(mixed $value): mixed
    {
        if ($this->trim && is_string($value)) {
            $value = trim($value);
        }
        if ($this->isEmpty($value)) {
            if ($this->required) {
                throw new ValidationFault('Required.');
            }

            return $this->emptyValue;
        }

        return $this->accepted($value);
    }

    protected function isEmpty(mixed $value): bool
    {
        return in_array($value, [null, '', []], true);
    }

    abstract protected function accepted(mixed $value): mixed;

    /** The value as text; arrays sent in place of a text are refused. */
    protected function textOf(mixed $value): string
    {
        return is_scalar($value) ? (string) $value : throw new ValidationFault($this->invalid);
    }
}
