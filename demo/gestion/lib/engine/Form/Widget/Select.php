<?php

declare(strict_types=1);

namespace Gestion\Form\Widget;

use Gestion\View\Html;

/** A list of choices; the choices are looked up only when the list is drawn. */
final class Select extends VisibleWidget
{
    /** @param \Closure(): array<int|string, string> $choices label by value */
    public function __construct(private readonly \Closure $choices, private readonly bool $multiple = false)
    {
    }

    public function render(string $name, mixed $value): string
    {
        $selected = array_map(self::key(...), is_array($value) ? $value : [$value]);
        $options = '';
        foreach (($this->choices)() as $key => $label) {
            $options .= "\n" . self::option((string) $key, $label, in_array((string) $key, $selected, true));
        }

        return Html::contentTag('select', "$options\n", [
            'name' => $this->multiple ? "{$name}[]" : $name,
            'multiple' => $this->multiple ? 'multiple' : null,
            'id' => Html::idOf($name),
        ]);
    }

    public static function option(string $value, string $label, bool $selected): string
    {
        return Html::contentTag('option', Html::escape($label), ['value' => $value, 'selected' => $selected ? 'selected' : null]);
    }

    private static function key(mixed $value): string
    {
        return is_bool($value) ? (string) (int) $value : (is_scalar($value) ? (string) $value : '');
    }
}
