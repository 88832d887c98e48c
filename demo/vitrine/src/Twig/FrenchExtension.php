<?php

declare(strict_types=1);

namespace Vitrine\Twig;

use Symfony\Component\HttpFoundation\RequestStack;
use Twig\Extension\AbstractExtension;
use Twig\TwigFilter;

/** Dates as the visitor's language writes them. */
final class FrenchExtension extends AbstractExtension
{
    public function __construct(private RequestStack $requests)
    {
    }

    public function getFilters(): array
    {
        return [
            new TwigFilter('day', fn (mixed $date): string => $this->written($date, 'EEEE d MMMM y')),
            new TwigFilter('day_and_time', fn (mixed $date): string => $this->written($date, "EEEE d MMMM y, HH'h'mm")),
            new TwigFilter('month', fn (mixed $date): string => $this->written($date, 'LLLL y')),
            new TwigFilter('short_day', fn (mixed $date): string => $this->written($date, 'd MMM')),
        ];
    }

    /** The words for a date; nothing for none and for MySQL's zero date. */
    private function written(mixed $date, string $pattern): string
    {
        if (\is_string($date)) {
            if ('' === $date || str_contains($date, '-00')) {
                return '';
            }
            $date = new \DateTimeImmutable($date);
        }
        if (!$date instanceof \DateTimeInterface) {
            return '';
        }
        $locale = $this->requests->getMainRequest()?->getLocale() ?? 'fr';
        $formatter = new \IntlDateFormatter($locale, \IntlDateFormatter::FULL, \IntlDateFormatter::SHORT, null, null, $pattern);

        return (string) $formatter->format($date);
    }
}
