<?php

declare(strict_types=1);

namespace Gestion\Form;

use Gestion\Control\Context;
use Gestion\Form\Validator\Token;
use Gestion\Form\Validator\Validator;
use Gestion\Form\Widget\Input;
use Gestion\Form\Widget\Widget;
use Gestion\View\Html;

/** A form as sfForm is one: fields, defaults, a CSRF token made of its class name, binding and errors. */
abstract class Form
{
    private const TOKEN = '_csrf_token';

    /** @var array<string, Field> */
    private array $fields = [];

    /** @var array<string, mixed> */
    private array $defaults = [];

    /** @var array<string, mixed>|null what was sent; null before binding */
    private ?array $sent = null;

    /** @var array<string, mixed> */
    private array $values = [];

    /** @var array<string, list<string>> messages by field, global ones under '' */
    private array $errors = [];

    public function __construct(protected readonly Context $context)
    {
        $this->setup();
        $token = $context->csrfToken($this->className());
        $this->addField(self::TOKEN, new Input('hidden'), new Token($token));
        $this->setDefault(self::TOKEN, $token);
    }

    /** The fields of the form. */
    abstract protected function setup(): void;

    /** The name fields are sent under, such as commune in commune[nom]. */
    abstract public function name(): string;

    /** The class that the CSRF token is computed for. */
    protected function className(): string
    {
        return static::class;
    }

    protected function addField(string $name, Widget $widget, Validator $validator, ?string $label = null): void
    {
        $this->fields[$name] = new Field($widget, $validator, $label);
    }

    protected function setWidget(string $name, Widget $widget): void
    {
        if (isset($this->fields[$name])) {
            $this->fields[$name] = new Field($widget, $this->fields[$name]->validator, $this->fields[$name]->label);
        }
    }

    protected function setValidator(string $name, Validator $validator): void
    {
        if (isset($this->fields[$name])) {
            $this->fields[$name] = new Field($this->fields[$name]->widget, $validator, $this->fields[$name]->label);
        }
    }

    protected function removeField(string $name): void
    {
        unset($this->fields[$name]);
    }

    protected function setDefault(string $name, mixed $value): void
    {
        $this->defaults[$name] = $value;
    }

    public function has(string $name): bool
    {
        return isset($this->fields[$name]);
    }

    /** @return list<string> names of the fields a visitor sees */
    public function visibleNames(): array
    {
        return array_keys(array_filter($this->fields, static fn (Field $field): bool => !$field->widget->isHidden()));
    }

    public function isMultipart(): bool
    {
        foreach ($this->fields as $field) {
            if ($field->widget->isMultipart()) {
                return true;
            }
        }

        return false;
    }

    /**
     * Checks what was sent: the fields in the order they came, then those that did not come, then the whole.
     *
     * @param array<string, mixed> $files
     */
    public function bind(mixed $sent, array $files = []): void
    {
        $this->sent = is_array($sent) ? $sent : [];
        $this->errors = [];
        $values = [];
        $all = array_replace($this->sent, $files);
        foreach ($all as $name => $value) {
            if (!isset($this->fields[$name])) {
                $this->addError('', new ValidationFault('Unexpected extra form field named "%field%".', ['%field%' => (string) $name]));
            } else {
                $values += $this->cleaned((string) $name, $value);
            }
        }
        foreach (array_diff_key($this->fields, $all) as $name => $field) {
            $values += $this->cleaned($name, null);
        }
        unset($values[self::TOKEN]);
        $values = $this->postValidated($values);
        $this->values = $this->errors === [] ? $values : [];
    }

    /** @return array<string, mixed> the clean value under its name, nothing when it is refused */
    private function cleaned(string $name, mixed $value): array
    {
        try {
            return [$name => $this->fields[$name]->validator->clean($value)];
        } catch (ValidationFault $fault) {
            $this->addError($name, $fault);

            return [];
        }
    }

    /**
     * Checks that need several values; runs even when single values were refused.
     *
     * @param array<string, mixed> $values
     *
     * @return array<string, mixed>
     */
    protected function postValidated(array $values): array
    {
        return $values;
    }

    protected function addError(string $name, ValidationFault $fault): void
    {
        $this->errors[$name][] = $this->context->translate($fault->getMessage(), $fault->values);
    }

    public function isValid(): bool
    {
        return $this->sent !== null && $this->errors === [];
    }

    /** @return array<string, mixed> */
    public function values(): array
    {
        return $this->values;
    }

    /** @return list<string> */
    public function errorsOf(string $name): array
    {
        return $this->errors[$name] ?? [];
    }

    /** @return list<string> errors of the whole form, and of fields nobody sees under their name */
    public function globalErrors(): array
    {
        $errors = $this->errors[''] ?? [];
        foreach ($this->fields as $name => $field) {
            foreach ($field->widget->isHidden() ? $this->errorsOf($name) : [] as $message) {
                $errors[] = Html::humanize($name) . ": $message";
            }
        }

        return $errors;
    }

    public function fullName(string $name): string
    {
        return "{$this->name()}[$name]";
    }

    public function renderField(string $name): string
    {
        $value = $this->sent === null ? $this->defaults[$name] ?? null : $this->sent[$name] ?? null;

        return $this->fields[$name]->widget->render($this->fullName($name), $value);
    }

    public function renderLabel(string $name, ?string $text = null): string
    {
        $label = $text ?? $this->fields[$name]->label ?? Html::humanize($name);

        return Html::contentTag('label', Html::escape($label), ['for' => Html::idOf($this->fullName($name))]);
    }

    public function renderHiddenFields(): string
    {
        $hidden = array_filter($this->fields, static fn (Field $field): bool => $field->widget->isHidden());

        return implode('', array_map($this->renderField(...), array_keys($hidden)));
    }

    /** The form as table rows, as sfWidgetFormSchemaFormatterTable writes them; hidden fields go into the last row. */
    public function renderTable(): string
    {
        $errors = Html::errorList($this->globalErrors());
        $html = $errors === '' ? '' : "<tr><td colspan=\"2\">\n$errors</td></tr>\n";
        $names = $this->visibleNames();
        foreach ($names as $name) {
            $hidden = $name === end($names) ? $this->renderHiddenFields() : '';
            $html .= "<tr>\n  <th>{$this->renderLabel($name)}</th>\n  <td>" . Html::errorList($this->errorsOf($name))
                . "{$this->renderField($name)}$hidden</td>\n</tr>\n";
        }

        return $html;
    }
}
