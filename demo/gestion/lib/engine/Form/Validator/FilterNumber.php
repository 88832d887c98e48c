<?php

declare(strict_types=1);

namespace Gestion\Form\Validator;

/** A filter on a number: `{text}` holds a number or null (sfValidatorSchemaFilter). */
final class FilterNumber extends Validator
{
    public function __construct(private readonly bool $whole)
    {
        parent::__construct(false);
    }

    /** @return array<string, mixed> */
    public function clean(mixed $value): array
    {
        return $this->accepted($value);
    }

    /** @return array<string, mixed> */
    protected function accepted(mixed $value): array
    {
        $values = is_array($value) ? $value : [];
        $values['text'] = (new Number(false, $this->whole))->clean($values['text'] ?? null);

        return $values;
    }
}
