<?php

declare(strict_types=1);

/**
 * Finds the engine's classes (namespace Gestion), the project's form classes and Debian's Yaml component.
 *
 * Form classes live in the global namespace on purpose: their name is part of the CSRF token.
 */

spl_autoload_register(static function (string $class): void {
    if (str_starts_with($class, 'Gestion\\')) {
        require __DIR__ . '/' . str_replace('\\', '/', substr($class, 8)) . '.php';

        return;
    }
    foreach (['plugins/sfDoctrineGuardPlugin/lib/form', 'lib/form', 'lib/form/doctrine', 'lib/model'] as $folder) {
        $file = dirname(__DIR__, 2) . "/$folder/$class.class.php";
        if (!str_contains($class, '\\') && is_file($file)) {
            require $file;

            return;
        }
    }
});

spl_autoload_register(static function (string $class): void {
    if (str_starts_with($class, 'Symfony\\Component\\Yaml\\')) {
        require_once '/usr/share/php/Symfony/Component/Yaml/autoload.php';
    }
});
