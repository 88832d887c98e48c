<?php

declare(strict_types=1);

namespace Gestion\Config;

/** One application of the project (frontend, backend) in one environment (prod, dev), as its yml files say. */
final class Application
{
    public function __construct(
        public readonly string $name,
        public readonly string $environment,
    ) {
    }

    public function isDebug(): bool
    {
        return $this->environment === 'dev';
    }

    public function folder(): string
    {
        return Project::root() . '/apps/' . $this->name;
    }

    /** @return array<mixed> one file of the application's config folder, its constants replaced */
    public function file(string $name): array
    {
        $path = $this->folder() . "/config/$name.yml";
        if ($name === 'settings') {
            return YamlFile::read($path);
        }

        return YamlFile::read($path, [
            '%SF_LOGGING_ENABLED%' => $this->setting('logging_enabled', false) ? 'true' : 'false',
            '%SF_DEFAULT_CULTURE%' => (string) $this->setting('default_culture', 'en'),
        ]);
    }

    /** @return array<string, mixed> the keys of an environment-aware file: `all`, then the environment's own */
    private function cascade(string $name): array
    {
        $file = $this->file($name);

        return array_replace_recursive($file['all'] ?? [], $file[$this->environment] ?? []);
    }

    public function setting(string $name, mixed $default = null): mixed
    {
        return $this->cascade('settings')['.settings'][$name] ?? $default;
    }

    /** A value of app.yml, such as `sf_guard_plugin.remember_key_expiration_age`. */
    public function parameter(string $group, string $name, mixed $default = null): mixed
    {
        return $this->cascade('app')[$group][$name] ?? $default;
    }

    /** An option of factories.yml, such as the user's time-out. */
    public function factoryOption(string $factory, string $name, mixed $default = null): mixed
    {
        return $this->cascade('factories')[$factory]['param'][$name] ?? $default;
    }

    public function hasFilter(string $name): bool
    {
        return array_key_exists($name, $this->file('filters'));
    }

    /** The template around every page, null when view.yml says none. */
    public function layout(): ?string
    {
        $view = $this->file('view')['default'] ?? [];

        return ($view['has_layout'] ?? true) ? $this->folder() . '/templates/' . ($view['layout'] ?? 'layout') . '.php' : null;
    }

    /** @return list<string> addresses of view.yml's stylesheets; bare names are in /css */
    public function stylesheets(): array
    {
        $sheets = $this->file('view')['default']['stylesheets'] ?? [];

        return array_map(static fn (string $sheet): string => str_starts_with($sheet, '/') ? $sheet : "/css/$sheet", $sheets);
    }

    /**
     * What security.yml says of an action: the module's action, then the module's `all`, then the application's `default`.
     *
     * @return array{is_secure: bool, credentials: mixed}
     */
    public function security(string $module, string $action): array
    {
        $own = array_change_key_case(YamlFile::read($this->folder() . "/modules/$module/config/security.yml"));
        $layers = [
            $own[strtolower($action)] ?? [],
            $own['all'] ?? [],
            $this->file('security')['default'] ?? [],
        ];
        $found = ['is_secure' => false, 'credentials' => null];
        foreach (array_reverse($layers) as $layer) {
            $found = array_replace($found, $layer);
        }

        return $found;
    }

    /** @return array<string, mixed> the `param` of a module's generator.yml, empty when the module has none */
    public function generator(string $module): array
    {
        $file = YamlFile::read($this->folder() . "/modules/$module/config/generator.yml");

        return $file['generator']['param'] ?? [];
    }
}
