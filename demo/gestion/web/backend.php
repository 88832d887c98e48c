<?php

declare(strict_types=1);

require dirname(__DIR__) . '/lib/engine/autoload.php';

Gestion\Control\FrontController::run('backend');
