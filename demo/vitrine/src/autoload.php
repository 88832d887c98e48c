<?php

/** Debian's Symfony (each component has its own autoload.php on the include path), then our classes. */

declare(strict_types=1);

$components = [
    'Bundle/FrameworkBundle' => 'php-symfony-framework-bundle',
    'Bundle/SecurityBundle' => 'php-symfony-security-bundle',
    'Bundle/TwigBundle' => 'php-symfony-twig-bundle',
    'Bridge/Twig' => 'php-symfony-twig-bridge',
    'Component/Form' => 'php-symfony-form',
    'Component/PasswordHasher' => 'php-symfony-password-hasher',
    'Component/Security/Csrf' => 'php-symfony-security-csrf',
    'Component/Translation' => 'php-symfony-translation',
    'Component/Validator' => 'php-symfony-validator',
    'Component/Yaml' => 'php-symfony-yaml',
];

foreach ($components as $component => $package) {
    $file = stream_resolve_include_path("Symfony/$component/autoload.php");
    if (false === $file) {
        http_response_code(500);
        header('Content-Type: text/plain; charset=utf-8');
        exit("Il manque le paquet Debian $package : apt-get install --no-install-recommends $package\n");
    }
    require_once $file;
}

spl_autoload_register(static function (string $class): void {
    if (str_starts_with($class, 'Vitrine\\')) {
        $file = __DIR__.'/'.strtr(substr($class, 8), '\\', '/').'.php';
        if (is_file($file)) {
            require $file;
        }
    }
});
