<?php
/**
 * The session holds the English text, as symfony's does; it is translated when shown.
 *
 * @var Gestion\Control\Context $context
 */
foreach (['notice', 'error'] as $name) {
    $message = $context->user->flash($name);
    if ($message !== null) {
        echo "  <div class=\"$name\">", htmlspecialchars($context->translate($message), ENT_NOQUOTES), "</div>\n";
    }
}
