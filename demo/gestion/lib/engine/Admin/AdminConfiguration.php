<?php

declare(strict_types=1);

namespace Gestion\Admin;

use Gestion\View\Html;

/** What a module's generator.yml says, with the generator's defaults. */
final class AdminConfiguration
{
    private const DEFAULT_PAGE_SIZE = 20;

    /** @param array<string, mixed> $param the `param` of generator.yml */
    public function __construct(private readonly string $module, private readonly array $param)
    {
    }

    public function model(): string
    {
        return (string) $this->param['model_class'];
    }

    public function routePrefix(): string
    {
        return (string) ($this->param['route_prefix'] ?? $this->module);
    }

    /** The internal address of one of the module's standard actions. */
    public function route(string $action, string $query = ''): string
    {
        return '@' . $this->routePrefix() . ($action === 'list' ? '' : "_$action") . ($query === '' ? '' : "?$query");
    }

    /** @return array<string, mixed> */
    private function section(string $name): array
    {
        return $this->param['config'][$name] ?? [];
    }

    public function title(string $context): string
    {
        $default = match ($context) {
            'edit' => 'Modifier ' . $this->model(),
            'new' => 'Nouveau ' . $this->model(),
            default => $this->model(),
        };

        return (string) ($this->section($context)['title'] ?? $default);
    }

    public function pageSize(): int
    {
        return (int) ($this->section('list')['max_per_page'] ?? self::DEFAULT_PAGE_SIZE);
    }

    /** @return array{string|null, string|null} */
    public function defaultSort(): array
    {
        $sort = $this->section('list')['sort'] ?? [null, null];

        return is_array($sort) ? [$sort[0], $sort[1] ?? 'asc'] : [(string) $sort, 'asc'];
    }

    /** @return list<ListColumn> */
    public function columns(): array
    {
        $names = $this->section('list')['display'] ?? [];

        return array_map(fn (string $name): ListColumn => ListColumn::named($name, $this->field(ltrim($name, '=_~'), 'list')), $names);
    }

    /** @return list<string>|null the fields of the filter form, null when the module has none */
    public function filterFields(): ?array
    {
        $filter = $this->param['config']['filter'] ?? [];
        if (is_array($filter) && ($filter['class'] ?? null) === false) {
            return null;
        }

        return $filter['display'] ?? [];
    }

    /** @return array<string, list<string>> the form's fields by fieldset; 'NONE' when there is a single unnamed one */
    public function fieldsets(string $context): array
    {
        $display = $this->section($context)['display'] ?? $this->section('form')['display'] ?? [];

        return array_is_list($display) ? ['NONE' => $display] : $display;
    }

    /** @return list<string> */
    public function formFields(string $context): array
    {
        return array_merge(...array_values($this->fieldsets($context)) ?: [[]]);
    }

    /** The form's class: <Model>Form unless generator.yml names another; it is also the class of the CSRF token. */
    public function formClass(): string
    {
        return (string) ($this->section('form')['class'] ?? $this->model() . 'Form');
    }

    /** @return array<string, mixed> label, date_format, credentials… of a field */
    public function field(string $name, string $context = 'form'): array
    {
        return array_replace($this->section('fields')[$name] ?? [], $this->section($context)['fields'][$name] ?? []);
    }

    public function label(string $name, string $context = 'form'): string
    {
        return (string) ($this->field($name, $context)['label'] ?? Html::humanize($name));
    }

    /** @return list<AdminAction> what can be done to one row */
    public function objectActions(): array
    {
        return $this->actions('object_actions', ['_edit' => null, '_delete' => null]);
    }

    /** @return list<AdminAction> what can be done to several rows at once */
    public function batchActions(): array
    {
        return $this->actions('batch_actions', ['_delete' => null]);
    }

    /** @return list<AdminAction> what can be done from the list */
    public function listActions(): array
    {
        return $this->actions('actions', ['_new' => null]);
    }

    /** @return list<AdminAction> what can be done from the form */
    public function formActions(string $context): array
    {
        $own = $this->section($context)['actions'] ?? $this->section('form')['actions'] ?? null;

        return AdminAction::listOf($own ?? ['_delete' => null, '_list' => null, '_save' => null, '_save_and_add' => null]);
    }

    /**
     * @param array<string, null> $default
     *
     * @return list<AdminAction>
     */
    private function actions(string $key, array $default): array
    {
        $list = $this->section('list');

        return AdminAction::listOf(array_key_exists($key, $list) ? $list[$key] ?? [] : $default);
    }

    /** What an action asks for, wherever generator.yml mentions it. */
    public function credentials(string $action): mixed
    {
        $wanted = strtolower(ltrim($action, '_'));
        $all = [...$this->objectActions(), ...$this->batchActions(), ...$this->listActions(), ...$this->formActions('edit')];
        foreach ($all as $known) {
            $names = [strtolower(ltrim($known->name, '_')), strtolower($known->method()), strtolower($known->batchMethod())];
            if (in_array($wanted, $names, true) && $known->credentials !== null) {
                return $known->credentials;
            }
        }

        return null;
    }
}
