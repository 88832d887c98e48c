<?php

declare(strict_types=1);

namespace Gestion\Form\Validator;

use Gestion\Form\ValidationFault;

/** A text; an optional one that is left empty is stored as '', never as NULL. */
final class Text extends Validator
{
    /** @param string|null $pattern a regular expression the text must match */
    public function __construct(
        bool $required = true,
        private readonly ?int $maxLength = null,
        private readonly ?int $minLength = null,
        private readonly ?string $pattern = null,
        bool $trim = false,
        string $invalid = 'Invalid.',
    ) {
        parent::__construct($required, '', $trim, $invalid);
    }

    protected function accepted(mixed $value): string
    {
        $text = $this->textOf($value);
        $length = mb_strlen($text);
        if ($this->maxLength !== null && $length > $this->maxLength) {
            throw new ValidationFault('"%value%" is too long (%max_length% characters max).', ['%value%' => $text, '%max_length%' => (string) $this->maxLength]);
        }
        if ($this->minLength !== null && $length < $this->minLength) {
            throw new ValidationFault('"%value%" is too short (%min_length% characters min).', ['%value%' => $text, '%min_length%' => (string) $this->minLength]);
        }
        if ($this->pattern !== null && preg_match($this->pattern, $text) !== 1) {
            throw new ValidationFault($this->invalid, ['%value%' => $text]);
        }

        return $text;
    }
}
