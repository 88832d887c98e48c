<?php

declare(strict_types=1);

namespace Gestion\View;

/** A small PDF of plain lines of text, enough for an attendance sheet or a file's summary. */
final class Pdf
{
    private const LINES_PER_PAGE = 52;

    /**
     * A valid PDF 1.4 document: a title, then the lines, over as many pages as they need.
     *
     * @param list<string> $lines
     */
    public static function document(string $title, array $lines): string
    {
        $pages = array_chunk($lines === [] ? [''] : $lines, self::LINES_PER_PAGE);
        $objects = [
            1 => '<< /Type /Catalog /Pages 2 0 R >>',
            3 => '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
            4 => '<< /Title (' . self::escaped($title) . ') /Producer (Gestion) >>',
        ];
        $kids = [];
        foreach ($pages as $index => $page) {
            $number = 5 + 2 * $index;
            $kids[] = "$number 0 R";
            $stream = self::content($title, $page);
            $objects[$number] = '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> '
                . '/Contents ' . ($number + 1) . ' 0 R >>';
            $objects[$number + 1] = '<< /Length ' . strlen($stream) . " >>\nstream\n$stream\nendstream";
        }
        $objects[2] = '<< /Type /Pages /Kids [' . implode(' ', $kids) . '] /Count ' . count($kids) . ' >>';
        ksort($objects);

        return self::assembled($objects);
    }

    /** @param list<string> $lines */
    private static function content(string $title, array $lines): string
    {
        $text = "BT /F1 15 Tf 50 790 Td (" . self::escaped($title) . ") Tj ET\nBT /F1 10 Tf 14 TL 50 764 Td\n";
        foreach ($lines as $line) {
            $text .= '(' . self::escaped($line) . ") Tj T*\n";
        }

        return $text . 'ET';
    }

    private static function escaped(string $text): string
    {
        $latin = (string) mb_convert_encoding(strtr($text, ['’' => "'", '–' => '-']), 'Windows-1252', 'UTF-8');

        return strtr($latin, ['\\' => '\\\\', '(' => '\\(', ')' => '\\)']);
    }

    /** @param array<int, string> $objects */
    private static function assembled(array $objects): string
    {
        $pdf = "%PDF-1.4\n%\xE2\xE3\xCF\xD3\n";
        $places = '';
        foreach ($objects as $number => $object) {
            $places .= sprintf("%010d 00000 n \n", strlen($pdf));
            $pdf .= "$number 0 obj\n$object\nendobj\n";
        }
        $count = count($objects) + 1;
        $start = strlen($pdf);

        return $pdf . "xref\n0 $count\n0000000000 65535 f \n{$places}trailer\n<< /Size $count /Root 1 0 R /Info 4 0 R >>\nstartxref\n$start\n%%EOF\n";
    }
}
