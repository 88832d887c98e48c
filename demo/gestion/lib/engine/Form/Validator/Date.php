<?php

declare(strict_types=1);

namespace Gestion\Form\Validator;

use Gestion\Form\ValidationFault;
use Gestion\Form\Widget\DateSelect;

/** A date (or date and time) sent in parts or as text, stored as Y-m-d or Y-m-d H:i:s. */
final class Date extends Validator
{
    /** @param string|null $time written after the date of a column that has a time, when none can be chosen */
    public function __construct(
        bool $required = true,
        private readonly bool $withTime = false,
        private readonly ?string $time = null,
    ) {
        parent::__construct($required);
    }

    protected function isEmpty(mixed $value): bool
    {
        return is_array($value) ? implode('', DateSelect::parts($value)) === '' : parent::isEmpty($value);
    }

    protected function accepted(mixed $value): string
    {
        $parts = DateSelect::parts($value);
        foreach (['year', 'month', 'day'] as $part) {
            if (preg_match('/^\d{1,4}$/', $parts[$part]) !== 1) {
                throw new ValidationFault($this->invalid);
            }
        }
        if (!checkdate((int) $parts['month'], (int) $parts['day'], (int) $parts['year'])) {
            throw new ValidationFault($this->invalid);
        }
        $date = sprintf('%04d-%02d-%02d', ...array_map(intval(...), [$parts['year'], $parts['month'], $parts['day']]));
        if ($this->time !== null) {
            return "$date {$this->time}";
        }

        return $this->withTime ? sprintf('%s %02d:%02d:00', $date, ...$this->timeOf($parts)) : $date;
    }

    /**
     * @param array<string, string> $parts
     *
     * @return array{int, int}
     */
    private function timeOf(array $parts): array
    {
        foreach (['hour' => 23, 'minute' => 59] as $part => $last) {
            if (preg_match('/^\d{0,2}$/', $parts[$part]) !== 1 || (int) $parts[$part] > $last) {
                throw new ValidationFault($this->invalid);
            }
        }

        return [(int) $parts['hour'], (int) $parts['minute']];
    }
}
