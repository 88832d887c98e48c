<?php

declare(strict_types=1);

namespace Gestion\Admin;

use Gestion\Model\Record;

/**
 * A list as a file for a French spreadsheet: UTF-8 with BOM, semicolons, CRLF, JJ/MM/AAAA, decimal comma, oui/non.
 *
 * A field is quoted only when it holds a semicolon, a quote or a line end. A text that a spreadsheet would run as a
 * formula gets an apostrophe before it; numbers and phone numbers keep their sign.
 */
final class CsvExport
{
    private const BOM = "\xEF\xBB\xBF";

    public function __construct(private readonly AdminHelper $helper)
    {
    }

    /** @param list<Record> $records */
    public function content(array $records): string
    {
        $columns = $this->helper->columns();
        $lines = [array_map(static fn (ListColumn $column): string => $column->label, $columns)];
        foreach ($records as $record) {
            $lines[] = array_map(fn (ListColumn $column): string => $this->value($column, $record), $columns);
        }

        return self::BOM . implode('', array_map(self::line(...), $lines));
    }

    private function value(ListColumn $column, Record $record): string
    {
        $type = $record->table->has($column->name) ? $record->table->column($column->name)->type : 'string';
        $format = $type === 'date' ? 'dd/MM/yyyy' : 'dd/MM/yyyy HH:mm';

        return match ($type) {
            'boolean' => $record->get($column->name) ? 'oui' : 'non',
            'decimal', 'float' => str_replace('.', ',', $record->text($column->name)),
            'date', 'timestamp' => \Gestion\View\Dates::format($record->text($column->name), $format, 'fr'),
            default => $this->helper->text($column, $record),
        };
    }

    /** @param list<string> $fields */
    public static function line(array $fields): string
    {
        return implode(';', array_map(self::field(...), $fields)) . "\r\n";
    }

    private static function field(string $text): string
    {
        if (preg_match('/^[=+\-@\t\r]/', $text) === 1 && preg_match('/^[+\-]?[\d .,()]+$/', $text) !== 1) {
            $text = "'$text";
        }

        return preg_match('/[;"\r\n]/', $text) === 1 ? '"' . str_replace('"', '""', $text) . '"' : $text;
    }
}
