<?php

declare(strict_types=1);

namespace Gestion\Form;

/** A value is refused; the message is a key of the catalogue with its placeholders. */
final class ValidationFault extends \Exception
{
    /** @param array<string, string> $values */
    public function __construct(string $message, public readonly array $values = [])
    {
        parent::__construct($message);
    }
}
