<?php

declare(strict_types=1);

namespace Gestion\Form\Validator;

use Gestion\Form\ValidationFault;

/** One value, or several, of a known list. */
final class Choice extends Validator
{
    /** @param \Closure(): array<int|string> $choices the values allowed */
    public function __construct(
        private readonly \Closure $choices,
        bool $required = true,
        private readonly bool $multiple = false,
        mixed $emptyValue = null,
    ) {
        parent::__construct($required, $emptyValue);
    }

    protected function accepted(mixed $value): mixed
    {
        $allowed = array_map(strval(...), ($this->choices)());
        if (!$this->multiple) {
            $text = $this->textOf($value);

            return in_array($text, $allowed, true) ? $text : throw new ValidationFault($this->invalid);
        }
        $values = array_map($this->textOf(...), is_array($value) ? array_values($value) : [$value]);

        return array_diff($values, $allowed) === [] ? $values : throw new ValidationFault($this->invalid);
    }
}
