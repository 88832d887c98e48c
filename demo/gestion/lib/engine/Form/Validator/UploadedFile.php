<?php

declare(strict_types=1);

namespace Gestion\Form\Validator;

use Gestion\Form\ValidationFault;

/** A file that PHP received whole and that is not too large. */
final class UploadedFile extends Validator
{
    public function __construct(bool $required = true, private readonly int $maxBytes = 20_000_000)
    {
        parent::__construct($required);
    }

    protected function isEmpty(mixed $value): bool
    {
        return !is_array($value) || ($value['error'] ?? UPLOAD_ERR_NO_FILE) === UPLOAD_ERR_NO_FILE;
    }

    /** @return array{name: string, type: string, tmp_name: string, error: int, size: int} */
    protected function accepted(mixed $value): array
    {
        if (!is_array($value) || $value['error'] !== UPLOAD_ERR_OK || $value['size'] > $this->maxBytes || !is_uploaded_file((string) $value['tmp_name'])) {
            throw new ValidationFault("Le fichier n'a pas été reçu ou dépasse %max% octets.", ['%max%' => (string) $this->maxBytes]);
        }

        return $value;
    }
}
