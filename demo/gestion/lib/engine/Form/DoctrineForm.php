<?php

declare(strict_types=1);

namespace Gestion\Form;

use Gestion\Control\Context;
use Gestion\Form\Validator\Boolean;
use Gestion\Form\Validator\Choice;
use Gestion\Form\Validator\Date;
use Gestion\Form\Validator\Email;
use Gestion\Form\Validator\Number;
use Gestion\Form\Validator\RecordChoice;
use Gestion\Form\Validator\Text;
use Gestion\Form\Validator\Validator;
use Gestion\Form\Widget\Checkbox;
use Gestion\Form\Widget\DateSelect;
use Gestion\Form\Widget\Input;
use Gestion\Form\Widget\Select;
use Gestion\Form\Widget\Textarea;
use Gestion\Form\Widget\Widget;
use Gestion\Model\Column;
use Gestion\Model\Labels;
use Gestion\Model\Record;
use Gestion\Model\Table;

/** The form of one record, its fields drawn from the columns as symfony's form generator does. */
class DoctrineForm extends Form
{
    /** Models too large for a list: their foreign keys are typed as numbers. */
    private const TOO_MANY = ['Arrivant', 'Conjoint', 'Logement', 'Accompagnement'];

    /** @var array<string, LinkedRecords> many-to-many fields, by name */
    private array $links = [];

    /** @param list<string> $names columns and many-to-many lists to show, in their order */
    final public function __construct(
        Context $context,
        public readonly Record $record,
        private readonly array $names,
        private readonly string $class,
    ) {
        parent::__construct($context);
    }

    /**
     * The form of a class the project has, or the plain one under that class's name.
     *
     * @param list<string> $names
     * @param string|null  $class <Model>Form by default
     */
    public static function of(Context $context, Record $record, array $names, ?string $class = null): self
    {
        $class ??= $record->table->model . 'Form';

        return is_subclass_of($class, self::class)
            ? new $class($context, $record, $names, $class)
            : new self($context, $record, $names, $class);
    }

    public function name(): string
    {
        return $this->record->table->name;
    }

    protected function className(): string
    {
        return $this->class;
    }

    final protected function setup(): void
    {
        $this->addField('id', new Input('hidden'), new Choice(fn (): array => [$this->record->id()], false, false, $this->record->id()));
        $this->setDefault('id', $this->record->get('id'));
        $table = $this->record->table;
        foreach ($this->names as $name) {
            $link = LinkedRecords::named($this->context->store, $this->record, $name);
            if ($link !== null) {
                $this->links[$name] = $link;
                $this->addField($name, $link->widget(), $link->validator());
                $this->setDefault($name, $link->ids());
            } elseif ($table->has($name)) {
                $column = $table->column($name);
                $this->addField($name, $this->widgetOf($column), $this->validatorOf($column));
                $this->setDefault($name, $this->record->get($name));
            }
        }
        $this->configure();
    }

    /** What the model's own form class changes. */
    protected function configure(): void
    {
    }

    protected function table(): Table
    {
        return $this->record->table;
    }

    private function widgetOf(Column $column): Widget
    {
        $relation = $this->table()->relationOf($column->name);
        if ($relation !== null) {
            return in_array($relation->class, self::TOO_MANY, true) ? new Input() : new Select(
                fn (): array => ($column->notNull ? [] : ['' => '']) + Labels::choices($this->context->store, $relation->class),
            );
        }
        $year = (int) date('Y');

        return match ($column->type) {
            'boolean' => new Checkbox(),
            'enum' => new Select(static fn (): array => ($column->notNull ? [] : ['' => '']) + array_combine($column->values, $column->values)),
            'date' => new DateSelect([$year - 90, $year + 5], false, $this->context->user->culture()),
            'timestamp' => new DateSelect([$year - 10, $year + 5], true, $this->context->user->culture()),
            'clob' => new Textarea(),
            'string' => ($column->length ?? 1000) > 255 ? new Textarea() : new Input(),
            default => new Input(),
        };
    }

    private function validatorOf(Column $column): Validator
    {
        $required = $column->notNull;
        $relation = $this->table()->relationOf($column->name);
        if ($relation !== null) {
            return new RecordChoice($this->context->store, $relation->class, $required);
        }

        return match ($column->type) {
            'boolean' => new Boolean(),
            'enum' => new Choice(static fn (): array => $column->values, false),
            'date' => new Date($required),
            'timestamp' => new Date($required, true),
            'integer' => new Number($required),
            'decimal', 'float' => new Number($required, false),
            default => $column->email ? new Email($required, $column->length ?? 255) : new Text($required, $column->length),
        };
    }

    /** Unique columns are checked when nothing else is wrong with them, as sfValidatorDoctrineUnique does. */
    protected function postValidated(array $values): array
    {
        foreach ($this->table()->columns as $name => $column) {
            $value = $values[$name] ?? null;
            if (!$column->unique || !$this->has($name) || $value === null || $value === '') {
                continue;
            }
            $other = $this->context->store->query($this->table()->model)->equals($name, $value)->first();
            if ($other !== null && $other->id() !== $this->record->id()) {
                $this->addError($name, new ValidationFault('An object with the same "%column%" already exist.', ['%column%' => $name]));
            }
        }

        return $values;
    }

    public function isNew(): bool
    {
        return $this->record->isNew();
    }

    /** Writes the clean values: all of them are set, those that changed are stored. */
    public function save(): Record
    {
        $values = $this->storedValues(array_diff_key($this->values(), ['id' => true]));
        $this->record->fill($values);
        $this->context->store->save($this->record);
        foreach ($this->links as $name => $link) {
            $link->replace($values[$name] ?? []);
        }

        return $this->record;
    }

    /**
     * The clean values as they go into the record.
     *
     * @param array<string, mixed> $values
     *
     * @return array<string, mixed>
     */
    protected function storedValues(array $values): array
    {
        return $values;
    }

    /**
     * Makes a serialized-array field a list of several choices.
     *
     * @param \Closure(): array<int|string, string> $choices
     */
    protected function offerSeveral(string $name, \Closure $choices): void
    {
        $this->setWidget($name, new Select($choices, true));
        $this->setValidator($name, new Choice(static fn (): array => array_keys($choices()), false, true, []));
    }
}
