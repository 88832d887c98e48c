<?php

declare(strict_types=1);

namespace Gestion\Form\Widget;

use Gestion\View\Html;

/** A box that is sent as "on" when ticked, and not at all otherwise. */
final class Checkbox extends VisibleWidget
{
    public function render(string $name, mixed $value): string
    {
        $checked = $value !== null && $value !== false ? 'checked' : null;

        return Html::tag('input', ['type' => 'checkbox', 'name' => $name, 'checked' => $checked, 'id' => Html::idOf($name)]);
    }
}
