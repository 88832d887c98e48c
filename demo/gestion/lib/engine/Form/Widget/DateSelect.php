<?php

declare(strict_types=1);

namespace Gestion\Form\Widget;

use Gestion\View\Dates;
use Gestion\View\Html;

/** Day, month and year lists (and hour, minute), as sfWidgetFormDate and sfWidgetFormDateTime draw them. */
final class DateSelect extends VisibleWidget
{
    private const TIME = ['hour' => [0, 23], 'minute' => [0, 59]];

    /** @param array{int, int} $years first and last offered */
    public function __construct(
        private readonly array $years,
        private readonly bool $withTime = false,
        private readonly ?string $culture = null,
    ) {
    }

    public function render(string $name, mixed $value): string
    {
        $parts = self::parts($value);
        $lists = [];
        foreach (['day', 'month', 'year'] as $part) {
            $lists[] = $this->list("{$name}[$part]", $this->choices($part), $parts[$part]);
        }
        $html = implode('/', $lists);
        if (!$this->withTime) {
            return $html;
        }
        $times = [];
        foreach (self::TIME as $part => [$first, $last]) {
            $times[] = $this->list("{$name}[$part]", self::numbers($first, $last), $parts[$part]);
        }

        return "$html " . implode(':', $times);
    }

    /**
     * A stored date or what was submitted, in its parts; '' for what is missing.
     *
     * @return array<string, string>
     */
    public static function parts(mixed $value): array
    {
        $parts = array_fill_keys(['year', 'month', 'day', 'hour', 'minute'], '');
        if (is_array($value)) {
            return array_replace($parts, array_map(
                static fn (mixed $part): string => is_scalar($part) ? (string) $part : '',
                array_intersect_key($value, $parts),
            ));
        }
        if (preg_match('/^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2}))?/', is_scalar($value) ? (string) $value : '', $found) === 1) {
            foreach (array_keys($parts) as $index => $part) {
                $parts[$part] = isset($found[$index + 1]) ? (string) (int) $found[$index + 1] : '';
            }
        }

        return $parts;
    }

    /** @return array<int, string> */
    private function choices(string $part): array
    {
        return match ($part) {
            'day' => self::numbers(1, 31),
            'month' => $this->culture === null ? self::numbers(1, 12) : array_combine(range(1, 12), Dates::months($this->culture)),
            default => array_combine(range(...$this->years), array_map(strval(...), range(...$this->years))),
        };
    }

    /** @return array<int, string> two digits, by number */
    private static function numbers(int $first, int $last): array
    {
        $numbers = [];
        foreach (range($first, $last) as $number) {
            $numbers[$number] = sprintf('%02d', $number);
        }

        return $numbers;
    }

    /** @param array<int, string> $choices */
    private function list(string $name, array $choices, string $selected): string
    {
        $options = "\n" . Select::option('', '', $this->culture === null && $selected === '');
        foreach ($choices as $value => $label) {
            $options .= "\n" . Select::option((string) $value, $label, $selected !== '' && (int) $selected === $value);
        }

        return Html::contentTag('select', "$options\n", ['name' => $name, 'id' => Html::idOf($name)]);
    }
}
