<?php
/**
 * @var Gestion\View\Html $h
 * @var Gestion\Control\Context $context
 * @var Gestion\Form\FilterForm $form
 * @var Gestion\Admin\AdminConfiguration $configuration
 */
$table = $context->store->schema->table($configuration->model());
$address = $configuration->route('collection', 'action=filter');
?>
<div class="sf_admin_filter">
<?= $h::errorList($form->globalErrors()) ?>
  <form action="<?= $h->url($address) ?>" method="post">
    <table cellspacing="0">
      <tfoot>
        <tr>
          <td colspan="2">
            <?= $form->renderHiddenFields() ?>

            <?= $h->postLink($context->translate('Reset'), $address, 'post', false, '?_reset') ?>

            <input type="submit" value="<?= $context->translate('Filter') ?>" />
          </td>
        </tr>
      </tfoot>
      <tbody>
<?php foreach (array_filter($configuration->filterFields() ?? [], $form->has(...)) as $name): ?>
<?php if (!$context->user->hasCredential($configuration->field($name, 'filter')['credentials'] ?? null)) {
    continue;
} ?>
        <tr class="sf_admin_form_row sf_admin_<?= strtolower($table->kind($name)) ?> sf_admin_filter_field_<?= $name ?>">
          <td>
            <?= $form->renderLabel($name, $configuration->label($name, 'filter')) ?>

          </td>
          <td>
<?= $h::errorList($form->errorsOf($name)) ?>
            <?= $form->renderField($name) ?>

          </td>
        </tr>
<?php endforeach ?>
      </tbody>
    </table>
  </form>
</div>
