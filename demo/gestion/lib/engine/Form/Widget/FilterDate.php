<?php

declare(strict_types=1);

namespace Gestion\Form\Widget;

/** A range of dates to look for, with a box for "is empty" where the column may be empty. */
final class FilterDate extends VisibleWidget
{
    /** @param string $template such as `du %from_date%<br />au %to_date%` */
    public function __construct(private readonly string $template, private readonly ?string $emptyLabel)
    {
    }

    public function render(string $name, mixed $value): string
    {
        $values = is_array($value) ? $value : [];
        $year = (int) date('Y');
        $list = new DateSelect([$year - 5, $year + 5]);

        return strtr($this->template, [
            '%from_date%' => $list->render("{$name}[from]", $values['from'] ?? ''),
            '%to_date%' => $list->render("{$name}[to]", $values['to'] ?? ''),
        ]) . '<br />' . FilterInput::emptyBox($name, $this->emptyLabel, (bool) ($values['is_empty'] ?? false));
    }
}
