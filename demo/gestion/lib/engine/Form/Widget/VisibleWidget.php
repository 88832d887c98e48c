<?php

declare(strict_types=1);

namespace Gestion\Form\Widget;

/** Base of the controls a visitor sees. */
abstract class VisibleWidget implements Widget
{
    public function isHidden(): bool
    {
        return false;
    }

    public function isMultipart(): bool
    {
        return false;
    }
}
