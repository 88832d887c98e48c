<?php

declare(strict_types=1);

namespace Gestion\Control;

use Gestion\Config\Application;
use Gestion\Http\Request;
use Gestion\Http\Response;
use Gestion\Model\Store;
use Gestion\Routing\Router;
use Gestion\User\GuardUser;
use Gestion\View\Catalogue;

/** Everything one request works with. */
final class Context
{
    /** Title of the page, for the layout. */
    public string $title = '';

    public function __construct(
        public readonly Application $application,
        public readonly Request $request,
        public readonly Response $response,
        public readonly Router $router,
        public readonly Store $store,
        public readonly GuardUser $user,
        public readonly Catalogue $catalogue,
    ) {
    }

    /** @param array<string, string> $values replacements in a message of the sf_admin catalogue, by placeholder */
    public function translate(string $message, array $values = []): string
    {
        return $this->catalogue->message($message, $this->user->culture(), $values);
    }

    public function url(string $internal): string
    {
        return $this->router->url($internal);
    }

    public function absoluteUrl(string $internal): string
    {
        $url = $this->router->url($internal);

        return str_starts_with($url, '/') ? $this->request->origin() . $url : $url;
    }

    /** The token of a form class: md5(secret . session id . class), valid until the session id changes. */
    public function csrfToken(string $formClass = 'BaseForm'): string
    {
        return md5($this->application->setting('csrf_secret') . $this->user->sessionId() . $formClass);
    }
}
