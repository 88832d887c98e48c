<?php

declare(strict_types=1);

namespace Gestion\Routing;

/** Every route of an application in order: the first that takes a request wins. */
final class Router
{
    /** Route classes that look at the request's method. */
    private const REQUEST_AWARE = ['sfRequestRoute', 'sfObjectRoute', 'sfDoctrineRoute'];

    /** @var array<string, Route> */
    private array $routes = [];

    private ?string $current = null;

    /** @param array<string, array<string, mixed>> $definitions a routing.yml, in its order */
    public function __construct(array $definitions, private readonly string $prefix)
    {
        foreach ($definitions as $name => $definition) {
            foreach ($this->expanded($name, $definition) as $route) {
                $this->routes[$route->name] = $route;
            }
        }
    }

    /**
     * @param array<string, mixed> $definition
     *
     * @return list<Route>
     */
    private function expanded(string $name, array $definition): array
    {
        $class = $definition['class'] ?? 'sfRoute';
        $requirements = $definition['requirements'] ?? [];
        if (str_contains($class, 'Collection') || ($definition['type'] ?? '') === 'collection') {
            return (new RouteCollection($name, $definition['options'] ?? [], $requirements))->routes();
        }
        $methods = null;
        if (in_array($class, self::REQUEST_AWARE, true)) {
            $methods = array_map('strtolower', (array) ($requirements['sf_method'] ?? ['get', 'head']));
        }
        unset($requirements['sf_method']);
        $defaults = $definition['param'] ?? $definition['params'] ?? [];
        $anchored = array_map(static fn (string $regex): string => (string) preg_replace('/^\^|\$$/', '', $regex), $requirements);

        return [new Route($name, $definition['url'], $defaults, $anchored, $methods)];
    }

    /**
     * The path as symfony compares it: cut at a question mark that was still encoded before the server decoded it,
     * runs of slashes merged.
     */
    private function normalized(string $path): string
    {
        $path = explode('?', str_starts_with($path, '/') ? $path : "/$path", 2)[0];

        return (string) preg_replace('#/+#', '/', $path);
    }

    /** @return array<string, mixed>|null parameters of the first route that takes the request */
    public function parse(string $path, string $method): ?array
    {
        $path = $this->normalized($path);
        foreach ($this->routes as $name => $route) {
            $parameters = $route->match($path, $method);
            if ($parameters !== null) {
                $this->current = $name;

                return $parameters;
            }
        }

        return null;
    }

    public function currentName(): ?string
    {
        return $this->current;
    }

    /**
     * The address of an internal one: `@route?a=1`, `module/action?a=1`, or a path or URL given back as it is.
     */
    public function url(string $internal): string
    {
        if (str_starts_with($internal, '/') || preg_match('#^[a-z][a-z0-9+.\-]*://#i', $internal) === 1) {
            return $internal;
        }
        [$target, $query] = array_pad(explode('?', $internal, 2), 2, '');
        parse_str($query, $parameters);
        if (str_starts_with($target, '@')) {
            return $this->named(substr($target, 1), $parameters);
        }
        [$module, $action] = array_pad(explode('/', $target, 2), 2, 'index');
        $parameters = ['module' => $module, 'action' => $action] + $parameters;
        foreach ($this->routes as $route) {
            if ($route->accepts($parameters)) {
                return $this->prefixed($route->generate($parameters));
            }
        }
        throw new \InvalidArgumentException("Unable to find a matching route for $internal.");
    }

    /** @param array<string, mixed> $parameters */
    public function named(string $name, array $parameters = []): string
    {
        $route = $this->routes[$name] ?? throw new \InvalidArgumentException("The route \"$name\" does not exist.");

        return $this->prefixed($route->generate($parameters));
    }

    private function prefixed(string $path): string
    {
        return $this->prefix . $path;
    }

    /** @return array<string, Route> */
    public function routes(): array
    {
        return $this->routes;
    }
}
