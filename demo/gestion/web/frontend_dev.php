<?php

declare(strict_types=1);

require dirname(__DIR__) . '/lib/engine/autoload.php';

// Only the machine itself may debug: behind a local proxy that is everybody, which is why a proxy must refuse this file.
if (!in_array($_SERVER['REMOTE_ADDR'] ?? '', ['127.0.0.1', '::1'], true)) {
    die('You are not allowed to access this file. Check ' . basename(__FILE__) . ' for more information.');
}

Gestion\Control\FrontController::run('frontend', 'dev');
