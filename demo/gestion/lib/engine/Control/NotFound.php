<?php

declare(strict_types=1);

namespace Gestion\Control;

/** There is no such route, module, action or object: answered by the application's error404 action. */
final class NotFound extends \Exception
{
}
