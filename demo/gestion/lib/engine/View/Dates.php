<?php

declare(strict_types=1);

namespace Gestion\View;

/** Stored dates as people read them, by the patterns of sfDateFormat. */
final class Dates
{
    private const MONTHS = [
        'fr' => ['janvier', 'février', 'mars', 'avril', 'mai', 'juin', 'juillet', 'août', 'septembre', 'octobre', 'novembre', 'décembre'],
        'en' => ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'],
    ];

    /**
     * A stored date in a pattern such as dd/MM/yyyy; `f` is long date and short time, `D` long date.
     *
     * The stored digits are moved, not interpreted: a zero date shows as 00/00/0000, as it did.
     */
    public static function format(string $stored, string $pattern, string $culture): string
    {
        if (preg_match('/^(\d{4})-(\d{2})-(\d{2})(?: (\d{2}):(\d{2}))?/', $stored, $part) !== 1) {
            return '';
        }
        $pattern = ['f' => 'd MMMM yyyy HH:mm', 'D' => 'd MMMM yyyy'][$pattern] ?? $pattern;

        return strtr($pattern, [
            'yyyy' => $part[1],
            'MMMM' => self::month((int) $part[2], $culture),
            'MM' => $part[2],
            'dd' => $part[3],
            'd' => (string) (int) $part[3],
            'HH' => $part[4] ?? '00',
            'mm' => $part[5] ?? '00',
        ]);
    }

    public static function month(int $number, string $culture): string
    {
        return self::months($culture)[$number - 1] ?? '00';
    }

    /** @return list<string> */
    public static function months(string $culture): array
    {
        return self::MONTHS[substr($culture, 0, 2)] ?? self::MONTHS['fr'];
    }
}
