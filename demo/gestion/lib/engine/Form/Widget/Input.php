<?php

declare(strict_types=1);

namespace Gestion\Form\Widget;

use Gestion\View\Html;

/** An input of any simple type; passwords and files never show their value again. */
final class Input implements Widget
{
    public function __construct(private readonly string $type = 'text')
    {
    }

    public function render(string $name, mixed $value): string
    {
        $shown = in_array($this->type, ['password', 'file'], true) || !is_scalar($value) ? null : (string) $value;

        return Html::tag('input', ['type' => $this->type, 'name' => $name, 'value' => $shown, 'id' => Html::idOf($name)]);
    }

    public function isHidden(): bool
    {
        return $this->type === 'hidden';
    }

    public function isMultipart(): bool
    {
        return $this->type === 'file';
    }
}
