<?php

declare(strict_types=1);

namespace Gestion\Form;

use Gestion\Form\Validator\Validator;
use Gestion\Form\Widget\Widget;

/** One field: how it is shown, how it is checked, how it is called. */
final class Field
{
    public function __construct(
        public readonly Widget $widget,
        public readonly Validator $validator,
        public readonly ?string $label = null,
    ) {
    }
}
