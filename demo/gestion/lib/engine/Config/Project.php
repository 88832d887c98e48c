<?php

declare(strict_types=1);

namespace Gestion\Config;

/** The places of the project on disk. */
final class Project
{
    /** The folder that holds apps/, config/, lib/ and web/. */
    public static function root(): string
    {
        return dirname(__DIR__, 3);
    }

    /**
     * A writable folder of the application (cache, uploads, mail, documents), made when missing.
     *
     * FIGUIER_CACHE_DIR and FIGUIER_UPLOAD_DIR name two of them; the others are in FIGUIER_STATE_DIR/gestion. Without
     * these settings everything goes to var/ at the root of the checkout.
     */
    public static function variable(string $name): string
    {
        $state = getenv('FIGUIER_STATE_DIR') ?: dirname(self::root(), 2) . '/var';
        $folder = match ($name) {
            'cache' => getenv('FIGUIER_CACHE_DIR') ?: "$state/cache/gestion",
            'uploads' => getenv('FIGUIER_UPLOAD_DIR') ?: "$state/public/gestion/uploads",
            default => "$state/gestion/$name",
        };
        if (!is_dir($folder) && !@mkdir($folder, 0777, true) && !is_dir($folder)) {
            throw new \RuntimeException("cannot make $folder: PHP's account must be allowed to write there");
        }

        return $folder;
    }
}
