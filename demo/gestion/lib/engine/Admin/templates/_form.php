<?php
/**
 * @var Gestion\View\Html $h
 * @var Gestion\View\Page $page
 * @var Gestion\Control\Context $context
 * @var Gestion\Form\DoctrineForm $form
 * @var Gestion\Admin\AdminHelper $helper
 * @var Gestion\Admin\AdminConfiguration $configuration
 * @var string $mode
 */
$target = $form->isNew() ? $configuration->route('create') : $configuration->route('update', "id={$form->record->id()}");
$enctype = $form->isMultipart() ? ' enctype="multipart/form-data"' : '';
?>
<div class="sf_admin_form">
  <form method="post" action="<?= $h->url($target) ?>"<?= $enctype ?>><?php if (!$form->isNew()): ?><input type="hidden" name="sf_method" value="put" /><?php endif ?>

    <?= $form->renderHiddenFields() ?>

<?= $h::errorList($form->globalErrors()) ?>
<?php foreach ($configuration->fieldsets($mode) as $name => $fields): ?>
    <fieldset id="<?= $helper->fieldsetId((string) $name) ?>">
<?php if ($name !== 'NONE'): ?>
      <h2><?= $h::escape((string) $name) ?></h2>
<?php endif ?>
<?php foreach (array_filter($fields, $form->has(...)) as $field): ?>
<?php $errors = $form->errorsOf($field) ?>
      <div class="sf_admin_form_row sf_admin_<?= strtolower($form->record->table->kind($field)) ?> sf_admin_form_field_<?= $field ?><?= $errors === [] ? '' : ' errors' ?>">
<?= $h::errorList($errors) ?>
        <div>
          <?= $form->renderLabel($field, $configuration->label($field, $mode)) ?>

          <div class="content"><?= $form->renderField($field) ?></div>
<?php if (isset($configuration->field($field, $mode)['help'])): ?>
          <div class="help"><?= $h::escape($configuration->field($field, $mode)['help']) ?></div>
<?php endif ?>
        </div>
      </div>
<?php endforeach ?>
    </fieldset>
<?php endforeach ?>
    <ul class="sf_admin_actions">
<?php foreach ($configuration->formActions($mode) as $action): ?>
<?php $link = !$helper->allows($action->credentials) ? '' : match ($action->name) {
    '_delete' => $helper->linkToDelete($action, $form->record),
    '_list' => $helper->linkToList($action),
    '_save' => $helper->linkToSave($action),
    '_save_and_add' => $helper->linkToSaveAndAdd($action, $form->record),
    default => "<li class=\"sf_admin_action_{$action->name}\">{$helper->customLink($action, $form->record)}</li>",
} ?>
<?= $link === '' ? '' : "      $link\n" ?>
<?php endforeach ?>
    </ul>
  </form>
</div>
