<?php

declare(strict_types=1);

namespace Gestion\Form\Widget;

use Gestion\View\Html;

/** A text to look for, with a box for "is empty" where the column may be empty. */
final class FilterInput extends VisibleWidget
{
    /** @param string|null $emptyLabel null: no box */
    public function __construct(private readonly ?string $emptyLabel)
    {
    }

    public function render(string $name, mixed $value): string
    {
        $values = array_replace(['text' => '', 'is_empty' => false], is_array($value) ? $value : []);
        $text = is_scalar($values['text']) ? (string) $values['text'] : '';
        $input = Html::tag('input', ['type' => 'text', 'id' => Html::idOf($name), 'name' => "{$name}[text]", 'value' => $text]);

        return "$input<br />" . self::emptyBox($name, $this->emptyLabel, (bool) $values['is_empty']);
    }

    public static function emptyBox(string $name, ?string $label, bool $checked): string
    {
        if ($label === null) {
            return ' ';
        }
        $id = Html::idOf("{$name}[is_empty]");
        $box = Html::tag('input', ['type' => 'checkbox', 'name' => "{$name}[is_empty]", 'checked' => $checked ? 'checked' : null, 'id' => $id]);

        return "$box " . Html::contentTag('label', Html::escape($label), ['for' => $id]);
    }
}
