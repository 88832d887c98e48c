<?php

declare(strict_types=1);

namespace Gestion\Admin;

/** Files sent with a form, turned from PHP's column-wise $_FILES into one array for each field. */
final class UploadedFiles
{
    /**
     * @param array<string, mixed> $files $_FILES
     *
     * @return array<string, array{name: string, type: string, tmp_name: string, error: int, size: int}>
     */
    public static function of(array $files, string $form): array
    {
        $fields = [];
        foreach ($files[$form] ?? [] as $property => $values) {
            foreach (is_array($values) ? $values : [] as $field => $value) {
                $fields[$field][$property] = $value;
            }
        }

        return $fields;
    }
}
