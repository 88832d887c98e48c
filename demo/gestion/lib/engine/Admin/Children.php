<?php

declare(strict_types=1);

namespace Gestion\Admin;

use Gestion\Control\Context;
use Gestion\Control\NotFound;
use Gestion\Form\DoctrineForm;
use Gestion\Http\Request;
use Gestion\Model\Record;

/** The rows that hang on another one (children of a household, contacts of a company), on one page with their form. */
final class Children
{
    /**
     * @param list<string>          $columns shown in the table
     * @param list<string>          $fields  shown in the form
     * @param array<string, string> $labels
     */
    public function __construct(
        private readonly Context $context,
        private readonly Record $parent,
        private readonly string $model,
        private readonly string $foreignKey,
        private readonly array $columns,
        private readonly array $fields,
        private readonly array $labels = [],
    ) {
    }

    /** @return list<Record> */
    public function records(): array
    {
        return $this->context->store->query($this->model)->equals($this->foreignKey, $this->parent->id())->order('id')->all();
    }

    /**
     * The form of the row that the address or the post names (a parameter called as the model's table), or of a fresh one.
     *
     * Errors: NotFound, when the row belongs to somebody else.
     */
    public function form(): DoctrineForm
    {
        $table = $this->context->store->schema->table($this->model)->name;
        $asked = $this->context->request->parameter($table);
        $id = is_array($asked) ? $asked['id'] ?? '' : $asked;
        $record = $this->context->store->fresh($this->model);
        $record->set($this->foreignKey, $this->parent->id());
        if (is_scalar($id) && (string) $id !== '') {
            $record = $this->own((string) $id);
        }

        return DoctrineForm::of($this->context, $record, $this->fields);
    }

    /** A row of this parent. Errors: NotFound. */
    public function own(string $id): Record
    {
        $record = $this->context->store->query($this->model)->equals('id', $id)->equals($this->foreignKey, $this->parent->id())->first();

        return $record ?? throw new NotFound("{$this->model} $id is not a row of {$this->parent->table->model} {$this->parent->id()}");
    }

    /** Binds and saves what was posted; true when something was written. */
    public function save(DoctrineForm $form, Request $request): bool
    {
        $form->bind($request->parameter($form->name()));
        if (!$form->isValid()) {
            return false;
        }
        $form->save();

        return true;
    }

    /**
     * What the template childrenSuccess needs.
     *
     * @return array<string, mixed>
     */
    public function values(DoctrineForm $form, AdminHelper $helper, string $title, string $address, string $back): array
    {
        $names = [...$this->columns, ...$this->fields];
        $labels = array_map(fn (string $name): string => $this->labels[$name] ?? \Gestion\View\Html::humanize($name), array_combine($names, $names));
        $columns = array_map(static fn (string $name): ListColumn => ListColumn::named($name, ['label' => $labels[$name], 'date_format' => 'dd/MM/yyyy']), $this->columns);

        return compact('form', 'helper', 'title', 'address', 'back', 'columns', 'labels') + [
            'records' => $this->records(),
            'fields' => $this->fields,
        ];
    }
}
