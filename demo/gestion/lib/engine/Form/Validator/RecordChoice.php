<?php

declare(strict_types=1);

namespace Gestion\Form\Validator;

use Gestion\Form\ValidationFault;
use Gestion\Model\Store;

/** The id of an existing row, or several of them (sfValidatorDoctrineChoice). */
final class RecordChoice extends Validator
{
    public function __construct(
        private readonly Store $store,
        private readonly string $model,
        bool $required = true,
        private readonly bool $multiple = false,
    ) {
        parent::__construct($required);
    }

    protected function accepted(mixed $value): mixed
    {
        $ids = array_values(array_unique(array_map($this->textOf(...), is_array($value) ? $value : [$value])));
        $found = $this->store->query($this->model)->in('id', $ids)->count();
        if ($found !== count($ids) || (!$this->multiple && is_array($value))) {
            throw new ValidationFault($this->invalid);
        }

        return $this->multiple ? $ids : $ids[0];
    }
}
