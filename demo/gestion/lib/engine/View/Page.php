<?php

declare(strict_types=1);

namespace Gestion\View;

use Gestion\Config\Application;
use Gestion\Config\Project;
use Gestion\Control\Context;
use Gestion\Control\View;

/** Templates put into the application's layout. */
final class Page
{
    public function __construct(
        private readonly Context $context,
        private readonly string $module,
        private readonly ?string $fallbackFolder,
    ) {
    }

    /**
     * The view's HTML, inside the layout unless it was asked by script.
     *
     * Errors: another sf_format needs a template of its own (indexSuccess.xml.php); without one it is an exception (a 500).
     */
    public function render(View $view): string
    {
        $request = $this->context->request;
        if ($request->format() !== 'html') {
            return $this->template("{$view->template}.{$request->format()}", $view->values);
        }
        $content = $this->template($view->template, $view->values);
        $layout = $this->context->application->layout();
        if ($layout === null || $request->isXmlHttpRequest()) {
            return $content;
        }

        return self::included($layout, ['h' => new Html($this->context), 'context' => $this->context, 'content' => $content, 'module' => $this->module]);
    }

    /**
     * One template or partial by its name.
     *
     * @param array<string, mixed> $values
     */
    public function template(string $name, array $values): string
    {
        $values += ['h' => new Html($this->context), 'context' => $this->context, 'page' => $this];

        return self::included($this->file($name), $values);
    }

    private function file(string $name): string
    {
        $folders = [
            "{$this->context->application->folder()}/modules/{$this->module}/templates",
            ...(glob(Project::root() . "/plugins/*/modules/{$this->module}/templates") ?: []),
            $this->fallbackFolder,
        ];
        foreach (array_filter($folders) as $folder) {
            if (is_file("$folder/$name.php")) {
                return "$folder/$name.php";
            }
        }
        throw new \RuntimeException("module {$this->module} has no template $name");
    }

    /** @param array<string, mixed> $values */
    private static function included(string $__file, array $values): string
    {
        extract($values);
        ob_start();
        try {
            require $__file;
        } catch (\Throwable $fault) {
            ob_end_clean();
            throw $fault;
        }

        return (string) ob_get_clean();
    }

    /** The page of a 500: config/error/error.html.php, with the stack trace in a dev controller. */
    public static function serverError(Application $application, \Throwable $fault): string
    {
        return self::included(Project::root() . '/config/error/error.html.php', [
            'fault' => $application->isDebug() ? $fault : null,
        ]);
    }
}
