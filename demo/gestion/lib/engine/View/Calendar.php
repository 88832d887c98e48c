<?php

declare(strict_types=1);

namespace Gestion\View;

/** One event as an iCalendar file (RFC 5545): CRLF, lines of at most 75 bytes, times of Europe/Paris turned to UTC. */
final class Calendar
{
    /** @param array<string, string|null> $event uid, summary, location, description, start, end: stored local times */
    public static function file(array $event): string
    {
        $lines = [
            'BEGIN:VCALENDAR',
            'VERSION:2.0',
            'PRODID:-//CCI de Valmont//Gestion//FR',
            'BEGIN:VEVENT',
            "UID:{$event['uid']}",
            'DTSTAMP:' . self::utc((string) $event['stamp']),
            'DTSTART:' . self::utc((string) $event['start']),
        ];
        if (($event['end'] ?? '') !== '') {
            $lines[] = 'DTEND:' . self::utc((string) $event['end']);
        }
        foreach (['SUMMARY' => 'summary', 'LOCATION' => 'location', 'DESCRIPTION' => 'description'] as $property => $key) {
            if (($event[$key] ?? '') !== '') {
                $lines[] = "$property:" . self::escaped((string) $event[$key]);
            }
        }
        array_push($lines, 'END:VEVENT', 'END:VCALENDAR');

        return implode('', array_map(static fn (string $line): string => self::folded($line) . "\r\n", $lines));
    }

    private static function utc(string $local): string
    {
        return gmdate('Ymd\THis\Z', (int) strtotime($local));
    }

    private static function escaped(string $text): string
    {
        return strtr($text, ['\\' => '\\\\', ';' => '\;', ',' => '\,', "\r\n" => '\n', "\n" => '\n']);
    }

    private static function folded(string $line): string
    {
        $pieces = [];
        while (strlen($line) > 75) {
            $pieces[] = mb_strcut($line, 0, 74, 'UTF-8');
            $line = ' ' . substr($line, strlen(end($pieces)));
        }

        return implode("\r\n", [...$pieces, $line]);
    }
}
