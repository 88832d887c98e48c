<?php

declare(strict_types=1);

namespace Gestion\Control;

/** Ends the action at once: the response is ready (a redirect, a forward that has been carried out). */
final class StopSignal extends \Exception
{
}
