<?php

declare(strict_types=1);

use Symfony\Component\HttpFoundation\Request;
use Vitrine\Kernel;

require dirname(__DIR__).'/src/autoload.php';

$kernel = new Kernel('prod', false);
$request = Request::createFromGlobals();
$response = $kernel->handle($request);
$response->send();
$kernel->terminate($request, $response);
