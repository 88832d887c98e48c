<?php

declare(strict_types=1);

namespace Gestion\Admin;

use Gestion\View\Html;

/** An action that generator.yml offers: a standard one (_edit, _delete…) or the module's own. */
final class AdminAction
{
    private function __construct(
        public readonly string $name,
        public readonly ?string $label,
        public readonly mixed $credentials,
        private readonly ?string $target,
    ) {
    }

    /**
     * @param array<int|string, mixed> $definitions
     *
     * @return list<self>
     */
    public static function listOf(array $definitions): array
    {
        $actions = [];
        foreach ($definitions as $name => $options) {
            $options = is_array($options) ? $options : [];
            $actions[] = new self((string) $name, $options['label'] ?? null, $options['credentials'] ?? null, $options['action'] ?? null);
        }

        return $actions;
    }

    public function isStandard(): bool
    {
        return str_starts_with($this->name, '_');
    }

    /** The action of the module that a link leads to: ListX unless generator.yml names one. */
    public function method(): string
    {
        return $this->target ?? 'List' . $this->camelized();
    }

    public function batchMethod(): string
    {
        return 'batch' . $this->camelized();
    }

    private function camelized(): string
    {
        return str_replace(' ', '', ucwords(str_replace('_', ' ', ltrim($this->name, '_'))));
    }

    public function labelOr(string $default): string
    {
        return $this->label ?? ($this->isStandard() ? $default : Html::humanize($this->name));
    }
}
