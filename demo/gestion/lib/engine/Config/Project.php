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
     * A writable folder for compiled files, mail and uploads, made when missing.
     *
     * FIGUIER_GESTION_VAR names its parent; without it, var/gestion beside the demo.
     */
    public static function variable(string $name): string
    {
        $base = getenv('FIGUIER_GESTION_VAR') ?: dirname(self::root(), 2) . '/var/gestion';
        $folder = "$base/$name";
        if (!is_dir($folder) && !@mkdir($folder, 0777, true) && !is_dir($folder)) {
            throw new \RuntimeException("cannot make $folder: set FIGUIER_GESTION_VAR to a writable folder");
        }

        return $folder;
    }
}
