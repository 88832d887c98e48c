<?php

declare(strict_types=1);

namespace Gestion\Form\Validator;

use Gestion\Form\ValidationFault;

/** A filter's from and to, each optional, cleaned to `{from, to}`. */
final class DateRange extends Validator
{
    public function __construct(private readonly bool $withTime)
    {
        parent::__construct(false);
    }

    /** @return array<string, string|null> */
    protected function accepted(mixed $value): array
    {
        if (!is_array($value)) {
            throw new ValidationFault($this->invalid);
        }
        $from = (new Date(false, false, $this->withTime ? '00:00:00' : null))->clean($value['from'] ?? null);
        $to = (new Date(false, false, $this->withTime ? '23:59:59' : null))->clean($value['to'] ?? null);
        if ($from !== null && $to !== null && $from > $to) {
            throw new ValidationFault('The begin date must be before the end date.');
        }
        $clean = ['from' => $from, 'to' => $to];
        if (isset($value['is_empty'])) {
            $clean['is_empty'] = is_scalar($value['is_empty']) ? (string) $value['is_empty'] : 'on';
        }

        return $clean;
    }
}
