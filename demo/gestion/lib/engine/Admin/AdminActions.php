<?php

declare(strict_types=1);

namespace Gestion\Admin;

use Gestion\Control\Actions;
use Gestion\Control\View;
use Gestion\Form\DoctrineForm;
use Gestion\Form\FilterForm;
use Gestion\Form\Validator\RecordChoice;
use Gestion\Form\ValidationFault;
use Gestion\Http\Request;
use Gestion\Model\Query;
use Gestion\Model\Record;

/**
 * The admin generator's actions for any module that has a generator.yml; modules add their own by extending it.
 *
 * Sort, page and filters live in the session, under `<module>.sort`, `.page`, `.filters` of the namespace admin_module.
 */
class AdminActions extends Actions
{
    private const SESSION = 'admin_module';

    private ?AdminConfiguration $configuration = null;

    public function configuration(): AdminConfiguration
    {
        return $this->configuration ??= new AdminConfiguration($this->module, $this->context->application->generator($this->module));
    }

    public function preExecute(): void
    {
        $credentials = $this->configuration()->credentials($this->action);
        if ($credentials !== null && !$this->user->hasCredential($credentials)) {
            $this->forwardToSecure();
        }
    }

    public function templateFolder(): string
    {
        return __DIR__ . '/templates';
    }

    protected function helper(): AdminHelper
    {
        return new AdminHelper($this->context, $this->configuration(), $this->module, $this->computed(...));
    }

    /** The text of a list column that is neither a column nor a relation; null when the module knows none such. */
    protected function computed(string $name, Record $record): ?string
    {
        return null;
    }

    /** Narrows every read of the module: lists, exports, batches and single objects alike. */
    protected function scope(Query $query): void
    {
    }

    public function executeIndex(Request $request): ?View
    {
        $sort = $request->text('sort');
        if ($sort !== '' && $this->store->schema->table($this->configuration()->model())->has($sort)) {
            $type = $request->parameter('sort_type');
            $this->remember('sort', [$sort, is_string($type) ? $type : 'asc']);
        }
        if ($request->parameter('page')) {
            $this->remember('page', $request->parameter('page'));
        }
        if ($request->format() === 'csv') {
            return $this->export();
        }

        return $this->listView($this->filterForm());
    }

    protected function listView(?FilterForm $filters): View
    {
        $helper = $this->helper();
        $this->context->title = $helper->title('list');

        return $this->view('indexSuccess', [
            'pager' => new Pager($this->listQuery(), $this->remembered('page', 1), $this->configuration()->pageSize()),
            'sort' => $this->sort(),
            'filters' => $filters,
            'helper' => $helper,
            'configuration' => $this->configuration(),
        ]);
    }

    /** Every row of the filtered list, all pages, in its order. */
    private function export(): null
    {
        $writer = new CsvExport($this->helper());
        $this->response->setHeader('Content-Disposition', "attachment; filename=\"{$this->configuration()->routePrefix()}.csv\"");

        return $this->renderText($writer->content($this->listQuery()->all()), 'text/csv');
    }

    protected function filterForm(): ?FilterForm
    {
        if ($this->configuration()->filterFields() === null) {
            return null;
        }

        return new FilterForm($this->context, $this->store->schema->table($this->configuration()->model()), $this->filters());
    }

    protected function listQuery(): Query
    {
        $query = $this->scopedQuery();
        FilterForm::apply($query, $this->filters());
        [$column, $direction] = $this->sort();
        if (is_string($column) && $query->table->has($column)) {
            $query->order($column, (string) $direction);
        }

        return $query;
    }

    protected function scopedQuery(): Query
    {
        $query = $this->store->query($this->configuration()->model());
        $this->scope($query);

        return $query;
    }

    /** @return array{mixed, mixed} */
    private function sort(): array
    {
        $sort = $this->remembered('sort');
        if (!is_array($sort)) {
            $sort = $this->configuration()->defaultSort();
            $this->remember('sort', $sort);
        }

        return [$sort[0] ?? null, $sort[1] ?? null];
    }

    /** @return array<string, mixed> */
    private function filters(): array
    {
        return (array) $this->remembered('filters', []);
    }

    private function remembered(string $what, mixed $default = null): mixed
    {
        return $this->user->attributes->get("{$this->module}.$what", $default, self::SESSION);
    }

    private function remember(string $what, mixed $value): void
    {
        $this->user->attributes->set("{$this->module}.$what", $value, self::SESSION);
    }

    public function executeFilter(Request $request): View
    {
        $this->remember('page', 1);
        if ($request->hasParameter('_reset')) {
            $this->remember('filters', []);
            $this->redirect($this->configuration()->route('list'));
        }
        $form = $this->filterForm() ?? throw new \LogicException("module {$this->module} has no filters");
        $form->bind($request->parameter($form->name()));
        if ($form->isValid()) {
            $this->remember('filters', $form->values());
            $this->redirect($this->configuration()->route('list'));
        }

        return $this->listView($form);
    }

    public function executeBatch(Request $request): never
    {
        $this->checkCsrfProtection();
        $list = $this->configuration()->route('list');
        $ids = $request->parameter('ids');
        if (!$ids) {
            $this->user->setFlash('error', 'You must at least select one item.');
            $this->redirect($list);
        }
        $action = $request->text('batch_action');
        if ($action === '') {
            $this->user->setFlash('error', 'You must select an action to execute on the selected items.');
            $this->redirect($list);
        }
        $method = 'execute' . ucfirst($action);
        if (!method_exists($this, $method)) {
            throw new \InvalidArgumentException("You must create a \"$method\" method for action \"$action\"");
        }
        if (!$this->user->hasCredential($this->configuration()->credentials($action))) {
            $this->forwardToSecure();
        }
        $this->runBatch($method, $ids);
        $this->redirect($list);
    }

    private function runBatch(string $method, mixed $ids): void
    {
        try {
            $clean = (new RecordChoice($this->store, $this->configuration()->model(), true, true))->clean($ids);
            $this->$method($this->scopedQuery()->in('id', $clean)->all());
        } catch (ValidationFault) {
            $message = 'A problem occurs when deleting the selected items as some items do not exist anymore.';
            $this->user->setFlash('error', $message);
        }
    }

    /** @param list<Record> $records */
    protected function executeBatchDelete(array $records): void
    {
        foreach ($records as $record) {
            $this->store->delete($record);
        }
        $this->user->setFlash('notice', 'The selected items have been deleted successfully.');
    }

    public function executeNew(Request $request): View
    {
        return $this->formView('new', $this->form($this->newRecord(), 'new'));
    }

    public function executeCreate(Request $request): View
    {
        $form = $this->form($this->newRecord(), 'new');
        $this->processForm($form);

        return $this->formView('new', $form);
    }

    public function executeEdit(Request $request): View
    {
        return $this->formView('edit', $this->form($this->object(), 'edit'));
    }

    public function executeUpdate(Request $request): View
    {
        $form = $this->form($this->object(), 'edit');
        $this->processForm($form);

        return $this->formView('edit', $form);
    }

    public function executeDelete(Request $request): never
    {
        $this->checkCsrfProtection();
        $this->store->delete($this->object());
        $this->user->setFlash('notice', 'The item was deleted successfully.');
        $this->redirect($this->configuration()->route('list'));
    }

    protected function newRecord(): Record
    {
        return $this->store->fresh($this->configuration()->model());
    }

    /** The row the address names, within the visitor's scope; 404 otherwise. */
    protected function object(): Record
    {
        $id = $this->request->parameter('id');
        $record = is_scalar($id) ? $this->scopedQuery()->equals('id', (string) $id)->first() : null;
        $this->notFoundUnless($record);
        assert($record !== null);

        return $record;
    }

    protected function form(Record $record, string $context): DoctrineForm
    {
        $configuration = $this->configuration();
        $names = array_values(array_filter(
            $configuration->formFields($context),
            fn (string $name): bool => $this->user->hasCredential($configuration->field($name, $context)['credentials'] ?? null),
        ));

        return DoctrineForm::of($this->context, $record, $names, $configuration->formClass());
    }

    protected function formView(string $context, DoctrineForm $form): View
    {
        $helper = $this->helper();
        $this->context->title = $helper->title($context, $form->record);

        return $this->view("{$context}Success", [
            'form' => $form,
            'helper' => $helper,
            'configuration' => $this->configuration(),
        ]);
    }

    /** Binds the form and saves the record, then redirects; an invalid form only leaves an error for this page. */
    private function processForm(DoctrineForm $form): void
    {
        $files = $form->isMultipart() ? UploadedFiles::of($this->request->files, $form->name()) : [];
        $form->bind($this->request->parameter($form->name()), $files);
        if (!$form->isValid()) {
            $this->user->setFlash('error', 'The item has not been saved due to some errors.', false);

            return;
        }
        $notice = $form->isNew() ? 'The item was created successfully.' : 'The item was updated successfully.';
        $record = $this->saved($form);
        if ($this->request->hasParameter('_save_and_add')) {
            $this->user->setFlash('notice', "$notice You can add another one below.");
            $this->redirect($this->configuration()->route('new'));
        }
        $this->user->setFlash('notice', $notice);
        $this->redirect($this->configuration()->route('edit', "id={$record->id()}"));
    }

    /** Saves a valid form; modules that do more at that moment override it. */
    protected function saved(DoctrineForm $form): Record
    {
        return $form->save();
    }

    /**
     * The page of the rows that hang on a record: shows them, saves or deletes one on a POST.
     *
     * @param string $route the page's own route, which takes the parent's id
     */
    protected function childrenPage(Children $children, string $route, string $title, Record $parent): View
    {
        $address = "@$route?id={$parent->id()}";
        $form = $children->form();
        if ($this->request->isMethod('post')) {
            $doomed = $this->request->text('supprimer');
            if ($doomed !== '') {
                $this->checkCsrfProtection();
                $this->store->delete($children->own($doomed));
                $this->user->setFlash('notice', 'The item was deleted successfully.');
                $this->redirect($address);
            }
            $isNew = $form->isNew();
            if ($children->save($form, $this->request)) {
                $this->user->setFlash('notice', $isNew ? 'The item was created successfully.' : 'The item was updated successfully.');
                $this->redirect($address);
            }
            $this->user->setFlash('error', 'The item has not been saved due to some errors.', false);
        }
        $this->context->title = $title;
        $back = $this->configuration()->route('edit', "id={$parent->id()}");

        return $this->view('childrenSuccess', $children->values($form, $this->helper(), $title, $address, $back));
    }
}
