<?php

declare(strict_types=1);

namespace Gestion\Form\Validator;

use Gestion\Form\ValidationFault;

/** An e-mail address, by symfony's own simple rule. */
final class Email extends Validator
{
    public function __construct(bool $required = true, private readonly int $maxLength = 255)
    {
        parent::__construct($required, '');
    }

    protected function accepted(mixed $value): string
    {
        $text = $this->textOf($value);
        if (mb_strlen($text) > $this->maxLength || preg_match('/^([^@\s]+)@((?:[-a-z0-9]+\.)+[a-z]{2,})$/i', $text) !== 1) {
            throw new ValidationFault($this->invalid, ['%value%' => $text]);
        }

        return $text;
    }
}
