<?php

declare(strict_types=1);

namespace Gestion\Admin;

use Gestion\Control\Context;
use Gestion\Model\Labels;
use Gestion\Model\Record;
use Gestion\View\Dates;
use Gestion\View\Html;

/** What the admin templates write: cells, titles and action links. */
final class AdminHelper
{
    /** @param \Closure(string, Record): ?string $computed values of columns that no table has */
    public function __construct(
        private readonly Context $context,
        public readonly AdminConfiguration $configuration,
        private readonly string $module,
        private readonly \Closure $computed,
    ) {
    }

    private function html(): Html
    {
        return new Html($this->context);
    }

    /** @return list<ListColumn> the columns this visitor may see */
    public function columns(): array
    {
        return array_values(array_filter(
            $this->configuration->columns(),
            fn (ListColumn $column): bool => $this->allows($column->credentials),
        ));
    }

    public function allows(mixed $credentials): bool
    {
        return $credentials === null || $this->context->user->hasCredential($credentials);
    }

    public function kind(ListColumn $column): string
    {
        return strtolower($this->context->store->schema->table($this->configuration->model())->kind($column->name));
    }

    public function isReal(ListColumn $column): bool
    {
        return $this->context->store->schema->table($this->configuration->model())->has($column->name);
    }

    /** A cell's plain text, as lists and exports show it. */
    public function text(ListColumn $column, Record $record): string
    {
        $name = $column->name;
        if (isset($record->table->relations[$name])) {
            $related = $this->context->store->related($record, $name);

            return $related === null ? '' : Labels::of($related);
        }
        if (!$record->table->has($name)) {
            return ($this->computed)($name, $record) ?? throw new \InvalidArgumentException("{$record->table->model} has no \"$name\"");
        }
        $value = $record->get($name);
        if (is_string($value) && in_array($record->table->column($name)->type, ['date', 'timestamp'], true)) {
            return Dates::format($value, $column->dateFormat, $this->context->user->culture());
        }

        return is_array($value) ? implode(', ', array_filter($value, is_scalar(...))) : (is_scalar($value) ? (string) $value : '');
    }

    /** A cell's HTML: a tick for a true boolean, a link for the columns marked with =. */
    public function cell(ListColumn $column, Record $record): string
    {
        if ($record->table->has($column->name) && $record->table->column($column->name)->type === 'boolean') {
            $checked = $this->context->translate('Checked');

            return $record->get($column->name) ? '  ' . $this->html()->adminImage('tick', $checked) : "  &nbsp;\n";
        }
        $text = $this->text($column, $record);
        if ($text === '' && $this->kind($column) === 'date') {
            return '&nbsp;';
        }

        return $column->isLink
            ? $this->html()->link($text, $this->configuration->route('edit', "id={$record->id()}"))
            : Html::escape($text);
    }

    /** A title with its %%columns%% filled in, as plain text. */
    public function title(string $context, ?Record $record = null): string
    {
        return (string) preg_replace_callback(
            '/%%(\w+)%%/',
            fn (array $found): string => $record === null ? '' : $this->text(ListColumn::named($found[1], []), $record),
            $this->configuration->title($context),
        );
    }

    public function linkToEdit(AdminAction $action, Record $record): string
    {
        $link = $this->html()->link($this->label($action, 'Edit'), $this->configuration->route('edit', "id={$record->id()}"));

        return "<li class=\"sf_admin_action_edit\">$link</li>";
    }

    public function linkToDelete(AdminAction $action, Record $record): string
    {
        if ($record->isNew()) {
            return '';
        }
        $link = $this->html()->postLink(
            $this->label($action, 'Delete'),
            $this->configuration->route('delete', "id={$record->id()}"),
            'delete',
            true,
        );

        return "<li class=\"sf_admin_action_delete\">$link</li>";
    }

    public function linkToNew(AdminAction $action): string
    {
        return '<li class="sf_admin_action_new">' . $this->html()->link($this->label($action, 'New'), $this->configuration->route('new')) . '</li>';
    }

    public function linkToList(AdminAction $action): string
    {
        return '<li class="sf_admin_action_list">' . $this->html()->link($this->label($action, 'Back to list'), $this->configuration->route('list')) . '</li>';
    }

    public function linkToSave(AdminAction $action): string
    {
        return "<li class=\"sf_admin_action_save\"><input type=\"submit\" value=\"{$this->label($action, 'Save')}\" /></li>";
    }

    public function linkToSaveAndAdd(AdminAction $action, Record $record): string
    {
        if (!$record->isNew()) {
            return '';
        }
        $label = $this->label($action, 'Save and add');

        return "<li class=\"sf_admin_action_save_and_add\"><input type=\"submit\" value=\"$label\" name=\"_save_and_add\" /></li>";
    }

    public function label(AdminAction $action, string $default): string
    {
        return $action->labelOr($this->context->translate($default));
    }

    /** The link of the module's own action, to one row or to the collection. */
    public function customLink(AdminAction $action, ?Record $record = null): string
    {
        $target = "{$this->module}/{$action->method()}";
        if ($record !== null) {
            $target .= (str_contains($target, '?') ? '&' : '?') . "id={$record->id()}";
        }

        return $this->html()->link($action->labelOr(''), $target);
    }

    public function sortImage(string $direction): string
    {
        return $this->html()->adminImage($direction, $direction);
    }

    public function fieldsetId(string $name): string
    {
        return 'sf_fieldset_' . preg_replace('/[^a-z0-9_]/', '_', strtolower($name));
    }
}
