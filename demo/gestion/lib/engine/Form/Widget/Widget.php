<?php

declare(strict_types=1);

namespace Gestion\Form\Widget;

/** One control of a form. */
interface Widget
{
    /** @param string $name the field's full name, such as commune[nom] */
    public function render(string $name, mixed $value): string;

    public function isHidden(): bool;

    public function isMultipart(): bool;
}
