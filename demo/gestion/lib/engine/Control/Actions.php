<?php

declare(strict_types=1);

namespace Gestion\Control;

use Gestion\Http\Request;
use Gestion\Http\Response;
use Gestion\Model\Record;
use Gestion\Model\Store;
use Gestion\User\GuardUser;

/** Base of a module's actions: each public executeX answers one action, with a view or with null for a bare response. */
abstract class Actions
{
    protected readonly Request $request;

    protected readonly Response $response;

    protected readonly GuardUser $user;

    protected readonly Store $store;

    public function __construct(
        protected readonly Context $context,
        protected readonly FrontController $controller,
        protected readonly string $module,
        protected readonly string $action,
    ) {
        $this->request = $context->request;
        $this->response = $context->response;
        $this->user = $context->user;
        $this->store = $context->store;
    }

    /** Runs before every action of the module. */
    public function preExecute(): void
    {
    }

    /** @param array<string, mixed> $values */
    protected function view(string $template, array $values = []): View
    {
        return new View($template, $values);
    }

    /** Where templates are looked for, the module's own folder first. */
    public function templateFolder(): ?string
    {
        return null;
    }

    protected function redirect(string $internal): never
    {
        $this->controller->redirect($internal);
    }

    protected function notFoundUnless(mixed $condition): void
    {
        if (!$condition) {
            throw new NotFound();
        }
    }

    protected function forward(string $module, string $action): never
    {
        $this->controller->forward($module, $action);
        throw new StopSignal();
    }

    protected function forwardToSecure(): never
    {
        $application = $this->context->application;
        $this->forward((string) $application->setting('secure_module'), (string) $application->setting('secure_action'));
    }

    /** Errors: a wrong or missing token is an exception (a 500), as for delete and batch in symfony. */
    protected function checkCsrfProtection(): void
    {
        $token = $this->request->parameter('_csrf_token');
        if (!is_string($token) || $token !== $this->context->csrfToken()) {
            throw new \UnexpectedValueException('_csrf_token [CSRF attack detected.]');
        }
    }

    /** A body given as it is, without template or layout. */
    protected function renderText(string $text, string $contentType = 'text/html'): null
    {
        $this->response->setContentType($contentType);
        $this->response->setContent($text);

        return null;
    }

    protected function renderJson(mixed $value): null
    {
        return $this->renderText((string) json_encode($value), 'application/json');
    }

    /** A body to be saved under a name. */
    protected function download(string $content, string $contentType, string $fileName): null
    {
        $this->response->setHeader('Content-Disposition', "attachment; filename=\"$fileName\"");

        return $this->renderText($content, $contentType);
    }

    /** The object an address names; 404 when there is none. */
    protected function objectOr404(string $model, string $parameter = 'id'): Record
    {
        $record = $this->store->find($model, $this->request->parameter($parameter));

        return $record ?? throw new NotFound("$model not found");
    }
}
