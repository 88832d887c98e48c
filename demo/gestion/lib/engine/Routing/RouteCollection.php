<?php

declare(strict_types=1);

namespace Gestion\Routing;

/** The routes of a sfDoctrineRouteCollection, in the order symfony generates them. */
final class RouteCollection
{
    private const READ = ['get', 'head'];

    /** @var array<string, mixed> */
    private readonly array $options;

    /**
     * @param array<string, mixed>  $options
     * @param array<string, string> $requirements
     */
    public function __construct(
        private readonly string $name,
        array $options,
        private readonly array $requirements = [],
    ) {
        $this->options = array_replace([
            'actions' => null,
            'module' => $name,
            'prefix_path' => "/$name",
            'column' => 'id',
            'with_show' => true,
            'segment_names' => ['new' => 'new', 'edit' => 'edit'],
            'default_params' => [],
            'collection_actions' => [],
            'object_actions' => [],
            'with_wildcard_routes' => false,
        ], $options);
    }

    /** @return list<Route> */
    public function routes(): array
    {
        $routes = [];
        foreach ($this->options['collection_actions'] as $action => $methods) {
            $routes[] = $this->route($action, "/$action", $action, (array) $methods);
        }
        foreach ($this->standardActions() as $action) {
            $routes[] = $this->standardRoute($action);
        }
        foreach ($this->options['object_actions'] as $action => $methods) {
            $routes[] = $this->route($action, "{$this->object()}/$action", $action, (array) $methods);
        }
        if ($this->options['with_wildcard_routes']) {
            $routes[] = $this->route('object', "{$this->object()}/:action", null, self::READ);
            $routes[] = $this->route('collection', '/:action/action', null, ['post']);
        }

        return $routes;
    }

    private function object(): string
    {
        return '/:' . $this->options['column'];
    }

    /** @return list<string> */
    private function standardActions(): array
    {
        $show = $this->options['with_show'] ? ['show'] : [];
        $actions = $this->options['actions'] ?? ['list', 'new', 'create', 'edit', 'update', 'delete', ...$show];

        return $actions === false ? [] : $actions;
    }

    private function standardRoute(string $action): Route
    {
        $segments = $this->options['segment_names'];

        return match ($action) {
            'list' => $this->route('', '', 'index', self::READ),
            'new' => $this->route('new', "/{$segments['new']}", 'new', self::READ),
            'create' => $this->route('create', '', 'create', ['post']),
            'edit' => $this->route('edit', "{$this->object()}/{$segments['edit']}", 'edit', self::READ),
            'update' => $this->route('update', $this->object(), 'update', ['put']),
            'delete' => $this->route('delete', $this->object(), 'delete', ['delete']),
            'show' => $this->route('show', $this->object(), 'show', self::READ),
            default => throw new \InvalidArgumentException("Unable to generate a route for the \"$action\" action."),
        };
    }

    /** @param list<string> $methods */
    private function route(string $suffix, string $path, ?string $action, array $methods): Route
    {
        $column = $this->options['column'];

        return new Route(
            $suffix === '' ? $this->name : "{$this->name}_$suffix",
            $this->options['prefix_path'] . $path . '.:sf_format',
            array_replace(
                ['module' => $this->options['module']],
                $action === null ? [] : ['action' => $action],
                ['sf_format' => 'html'],
                $this->options['default_params'],
            ),
            array_replace($column === 'id' ? ['id' => '\d+'] : [], $this->requirements),
            array_map('strtolower', $methods),
        );
    }
}
