<?php

declare(strict_types=1);

namespace Gestion\Form\Widget;

use Gestion\View\Html;

/** A text of several lines. */
final class Textarea extends VisibleWidget
{
    public function render(string $name, mixed $value): string
    {
        $text = is_scalar($value) ? (string) $value : '';

        return Html::contentTag('textarea', Html::escapeOnce($text), ['rows' => 4, 'cols' => 30, 'name' => $name, 'id' => Html::idOf($name)]);
    }
}
