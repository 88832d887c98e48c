<?php

declare(strict_types=1);

namespace Gestion\Form;

use Gestion\Control\Context;
use Gestion\Form\Validator\Choice;
use Gestion\Form\Validator\DateRange;
use Gestion\Form\Validator\FilterNumber;
use Gestion\Form\Validator\Pass;
use Gestion\Form\Validator\RecordChoice;
use Gestion\Form\Validator\Validator;
use Gestion\Form\Widget\FilterDate;
use Gestion\Form\Widget\FilterInput;
use Gestion\Form\Widget\Input;
use Gestion\Form\Widget\Select;
use Gestion\Form\Widget\Widget;
use Gestion\Model\Column;
use Gestion\Model\Labels;
use Gestion\Model\Query;
use Gestion\Model\Table;

/**
 * The filter form of a model: a field for every column, shown or not, because the session keeps them all.
 *
 * Its CSRF class is <Model>FormFilter.
 */
final class FilterForm extends Form
{
    /** @param array<string, mixed> $filters the values remembered in the session */
    public function __construct(Context $context, private readonly Table $table, private readonly array $filters)
    {
        parent::__construct($context);
    }

    public function name(): string
    {
        return "{$this->table->name}_filters";
    }

    protected function className(): string
    {
        return "{$this->table->model}FormFilter";
    }

    protected function setup(): void
    {
        foreach ($this->table->columns as $name => $column) {
            if ($name !== 'id') {
                $this->addField($name, $this->widgetOf($column), $this->validatorOf($column));
                $this->setDefault($name, $this->filters[$name] ?? null);
            }
        }
    }

    private function widgetOf(Column $column): Widget
    {
        $relation = $this->table->relationOf($column->name);
        if ($relation !== null) {
            return in_array($relation->class, ['Arrivant', 'Conjoint', 'Logement', 'Accompagnement'], true)
                ? new Input()
                : new Select(fn (): array => ['' => ''] + Labels::choices($this->context->store, $relation->class));
        }
        $empty = $column->notNull ? null : $this->context->translate('is empty');

        return match ($column->type) {
            'boolean' => new Select(fn (): array => [
                '' => $this->context->translate('yes or no'),
                1 => $this->context->translate('yes'),
                0 => $this->context->translate('no'),
            ]),
            'enum' => new Select(static fn (): array => ['' => ''] + array_combine($column->values, $column->values)),
            'date', 'timestamp' => new FilterDate($this->context->translate('from %from_date%<br />to %to_date%'), $empty),
            default => new FilterInput($empty),
        };
    }

    private function validatorOf(Column $column): Validator
    {
        $relation = $this->table->relationOf($column->name);
        if ($relation !== null) {
            return new RecordChoice($this->context->store, $relation->class, false);
        }

        return match ($column->type) {
            'boolean' => new Choice(static fn (): array => ['', '1', '0'], false),
            'enum' => new Choice(static fn (): array => $column->values, false),
            'date' => new DateRange(false),
            'timestamp' => new DateRange(true),
            'integer' => new FilterNumber(true),
            'decimal', 'float' => new FilterNumber(false),
            default => new Pass(),
        };
    }

    /**
     * Adds the conditions of remembered filters to a query.
     *
     * @param array<string, mixed> $filters
     */
    public static function apply(Query $query, array $filters): void
    {
        foreach (array_intersect_key($filters, $query->table->columns) as $name => $value) {
            if ($value !== null && $value !== '') {
                self::condition($query, $query->table->column($name), $value);
            }
        }
    }

    private static function condition(Query $query, Column $column, mixed $value): void
    {
        $field = "a.`{$column->name}`";
        if (!is_array($value)) {
            $query->where("$field = ?", $value);

            return;
        }
        $isDate = in_array($column->type, ['date', 'timestamp'], true);
        $text = $value['text'] ?? '';
        if (!empty($value['is_empty'])) {
            $query->where($isDate ? "$field IS NULL" : "$field IS NULL OR $field = ''");
        } elseif ($isDate) {
            foreach (['from' => '>=', 'to' => '<='] as $bound => $sign) {
                if (isset($value[$bound]) && is_string($value[$bound])) {
                    $query->where("$field $sign ?", $value[$bound]);
                }
            }
        } elseif (is_scalar($text) && (string) $text !== '') {
            $numeric = in_array($column->type, ['integer', 'decimal', 'float'], true);
            $query->where($numeric ? "$field = ?" : "$field LIKE ?", $numeric ? $text : "%$text%");
        }
    }
}
