<?php

declare(strict_types=1);

namespace Gestion\Control;

use Gestion\Admin\AdminActions;
use Gestion\Config\Application;
use Gestion\Config\Project;
use Gestion\Guard\Accounts;
use Gestion\Http\Request;
use Gestion\Http\Response;
use Gestion\Model\Database;
use Gestion\Model\Schema;
use Gestion\Model\Store;
use Gestion\Routing\Router;
use Gestion\User\CacheSessionStorage;
use Gestion\User\GuardUser;
use Gestion\User\SessionStorage;
use Gestion\View\Catalogue;
use Gestion\View\Page;

/** One request from its head to its last byte: routing, session, remember-me, security, action, view. */
final class FrontController
{
    private const MAX_FORWARDS = 5;

    private ?Context $context = null;

    private int $forwards = 0;

    public function __construct(private readonly Application $application)
    {
    }

    /** Answers the request that PHP was started for. */
    public static function run(string $application, string $environment = 'prod'): void
    {
        date_default_timezone_set('Europe/Paris');
        mb_internal_encoding('UTF-8');
        ini_set('display_errors', '0');
        $settings = new Application($application, $environment);
        error_reporting((int) $settings->setting('error_reporting', E_ALL & ~E_DEPRECATED));
        (new self($settings))->answer();
    }

    private function answer(): void
    {
        $response = new Response();
        try {
            $this->context = $this->newContext($response);
            $this->dispatch();
        } catch (\Throwable $fault) {
            error_log('gestion: ' . $fault->getMessage());
            $response = new Response();
            $response->setStatus(500);
            $response->setContent(Page::serverError($this->application, $fault));
        }
        $response->send();
        $this->context?->user->shutdown();
    }

    private function newContext(Response $response): Context
    {
        $request = Request::fromGlobals();
        $prefix = $this->application->setting('no_script_name', false) ? '' : $request->scriptName();
        $router = new Router($this->application->file('routing'), $prefix);
        $parameters = $router->parse($request->pathInfo(), $request->method());
        if ($parameters !== null) {
            $request->addRouteParameters($parameters);
        }
        $store = new Store(new Schema(), new Database());
        $timeout = $this->application->factoryOption('user', 'timeout', 1800);
        $storage = $this->newStorage((int) $timeout);
        $culture = $request->text('sf_culture');
        $user = new GuardUser(
            new Accounts($store, $this->application),
            $storage,
            $timeout === false ? false : (int) $timeout,
            (string) $this->application->factoryOption('user', 'default_culture', 'fr'),
            $culture === '' ? null : $culture,
        );

        return new Context($this->application, $request, $response, $router, $store, $user, new Catalogue());
    }

    /** As factories.yml would choose it; here the pool's environment does. */
    private function newStorage(int $timeout): SessionStorage
    {
        $name = (string) $this->application->factoryOption('storage', 'session_name', 'symfony');
        $httpOnly = (bool) $this->application->factoryOption('storage', 'session_cookie_httponly', false);
        $cache = (string) getenv('FIGUIER_SESSION_CACHE');

        return $cache === ''
            ? new SessionStorage($name, $httpOnly, $timeout, (string) getenv('FIGUIER_SESSION_TABLE'))
            : new CacheSessionStorage($name, $httpOnly, $cache, (string) getenv('FIGUIER_SESSION_CACHE_SECRET'));
    }

    private function dispatch(): void
    {
        try {
            try {
                $this->dispatchRoute();
            } catch (NotFound) {
                $this->forward(
                    (string) $this->application->setting('error_404_module', 'accueil'),
                    (string) $this->application->setting('error_404_action', 'error404'),
                );
            }
        } catch (StopSignal) {
            // the response is ready
        }
    }

    private function dispatchRoute(): void
    {
        $request = $this->context()->request;
        $module = $request->text('module');
        $action = $request->text('action');
        if ($module === '' || $action === '') {
            throw new NotFound('no route');
        }
        $this->forward($module, $action);
    }

    private function context(): Context
    {
        return $this->context ?? throw new \LogicException('no request is being answered');
    }

    /** Whether the running action was reached through another one and not by its own address. */
    public function isForwarded(): bool
    {
        return $this->forwards > 1;
    }

    /** Runs an action and renders its view; called again from inside an action for internal forwards. */
    public function forward(string $module, string $action): void
    {
        $module = (string) preg_replace('/[^a-z0-9_]+/i', '', $module);
        $action = (string) preg_replace('/[^a-z0-9_]+/i', '', $action);
        if (++$this->forwards > self::MAX_FORWARDS) {
            throw new \LogicException('Too many forwards have been detected for this request.');
        }
        $actions = $this->actionsOf($module, $action);
        if ($this->forwards === 1) {
            $this->rememberVisitor();
        }
        $this->checkSecurity($module, $action);
        $actions->preExecute();
        $view = $actions->{'execute' . ucfirst($action)}($this->context()->request);
        if ($view instanceof View) {
            $page = new Page($this->context(), $module, $actions->templateFolder());
            $this->context()->response->setContent($page->render($view));
        }
    }

    private function actionsOf(string $module, string $action): Actions
    {
        $folder = $this->moduleFolder($module) ?? throw new NotFound("no module $module");
        $class = AdminActions::class;
        if (is_file("$folder/actions/actions.class.php")) {
            require_once "$folder/actions/actions.class.php";
            $class = "{$module}Actions";
        }
        $actions = new $class($this->context(), $this, $module, $action);
        if (!$actions instanceof Actions || !is_callable([$actions, 'execute' . ucfirst($action)])) {
            throw new NotFound("module $module has no action $action");
        }

        return $actions;
    }

    /** The module's folder in the application, else in a plugin that the application enables. */
    private function moduleFolder(string $module): ?string
    {
        if ($module === '') {
            return null;
        }
        $folders = ["{$this->application->folder()}/modules/$module"];
        if (in_array($module, (array) $this->application->setting('enabled_modules', []), true)) {
            $folders = [...$folders, ...(glob(Project::root() . "/plugins/*/modules/$module", GLOB_ONLYDIR) ?: [])];
        }
        foreach ($folders as $folder) {
            if (is_file("$folder/actions/actions.class.php") || is_file("$folder/config/generator.yml")) {
                return $folder;
            }
        }

        return null;
    }

    /** sfGuardRememberMeFilter: an anonymous visitor with a known key is signed in during the same request. */
    private function rememberVisitor(): void
    {
        $context = $this->context();
        $accounts = new Accounts($context->store, $this->application);
        $key = $context->request->cookie($accounts->rememberCookie());
        if (!$this->application->hasFilter('remember_me') || $context->user->isAuthenticated() || $key === null || $key === '') {
            return;
        }
        $account = $accounts->remembered($key);
        if ($account !== null) {
            $context->user->signIn($account, false, $context->response, $context->request->remoteAddress());
        }
    }

    /** The sign-in form instead of a page for anonymous visitors, the secure page when a credential is missing. */
    private function checkSecurity(string $module, string $action): void
    {
        $login = [$this->application->setting('login_module'), $this->application->setting('login_action')];
        $secure = [$this->application->setting('secure_module'), $this->application->setting('secure_action')];
        $security = $this->application->security($module, $action);
        if (!$security['is_secure'] || in_array([$module, $action], [$login, $secure], true)) {
            return;
        }
        $user = $this->context()->user;
        if (!$user->isAuthenticated()) {
            $this->forward((string) $login[0], (string) $login[1]);
            throw new StopSignal();
        }
        if ($security['credentials'] !== null && !$user->hasCredential($security['credentials'])) {
            $this->forward((string) $secure[0], (string) $secure[1]);
            throw new StopSignal();
        }
    }

    /** A 302 with an absolute Location and symfony's meta refresh body; ends the action. */
    public function redirect(string $internal): never
    {
        $context = $this->context();
        $url = $context->absoluteUrl($internal);
        $context->response->setStatus(302);
        $context->response->setHeader('Location', $url);
        $escaped = htmlspecialchars($url, ENT_QUOTES, 'UTF-8');
        $context->response->setContent("<html><head><meta http-equiv=\"refresh\" content=\"0;url=$escaped\"/></head></html>");
        throw new StopSignal();
    }
}
