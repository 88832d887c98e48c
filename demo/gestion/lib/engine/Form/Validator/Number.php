<?php

declare(strict_types=1);

namespace Gestion\Form\Validator;

use Gestion\Form\ValidationFault;

/** A number, whole or not, within bounds. */
final class Number extends Validator
{
    public function __construct(
        bool $required = true,
        private readonly bool $whole = true,
        private readonly int|float|null $min = null,
        private readonly int|float|null $max = null,
    ) {
        parent::__construct($required);
    }

    protected function accepted(mixed $value): string
    {
        $text = $this->textOf($value);
        $known = $this->whole ? (string) (int) $text === $text : is_numeric($text);
        if (!$known) {
            throw new ValidationFault($this->whole ? '"%value%" is not an integer.' : '"%value%" is not a number.', ['%value%' => $text]);
        }
        if ($this->max !== null && $text + 0 > $this->max) {
            throw new ValidationFault('"%value%" must be at most %max%.', ['%value%' => $text, '%max%' => (string) $this->max]);
        }
        if ($this->min !== null && $text + 0 < $this->min) {
            throw new ValidationFault('"%value%" must be at least %min%.', ['%value%' => $text, '%min%' => (string) $this->min]);
        }

        return $text;
    }
}
