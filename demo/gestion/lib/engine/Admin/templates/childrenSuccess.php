<?php
/**
 * The rows of a parent, each with its links, and the form of one of them.
 *
 * @var Gestion\View\Html $h
 * @var Gestion\View\Page $page
 * @var Gestion\Control\Context $context
 * @var Gestion\Form\DoctrineForm $form
 * @var Gestion\Admin\AdminHelper $helper
 * @var list<Gestion\Admin\ListColumn> $columns
 * @var list<Gestion\Model\Record> $records
 * @var list<string> $fields
 * @var array<string, string> $labels
 * @var string $title
 * @var string $address
 * @var string $back
 */
$table = $form->record->table->name;
?>
<div id="sf_admin_container">
  <h1><?= $h::escape($title) ?></h1>

<?= $page->template('_flashes', []) ?>
  <div id="sf_admin_content">
    <div class="sf_admin_list">
<?php if ($records === []): ?>
      <p><?= $context->translate('No result') ?></p>
<?php else: ?>
      <table cellspacing="0">
        <thead>
          <tr>
<?php foreach ($columns as $column): ?>
            <th><?= $h::escape($column->label) ?></th>
<?php endforeach ?>
            <th id="sf_admin_list_th_actions"><?= $context->translate('Actions') ?></th>
          </tr>
        </thead>
        <tbody>
<?php foreach ($records as $index => $record): ?>
          <tr class="sf_admin_row <?= $index % 2 === 0 ? 'odd' : 'even' ?>">
<?php foreach ($columns as $column): ?>
            <td class="sf_admin_list_td_<?= $column->name ?>"><?= $helper->cell($column, $record) ?></td>
<?php endforeach ?>
            <td>
              <ul class="sf_admin_td_actions">
                <li class="sf_admin_action_edit"><?= $h->link($context->translate('Edit'), "$address&$table={$record->id()}") ?></li>
                <li class="sf_admin_action_delete"><?= $h->postLink($context->translate('Delete'), $address, 'post', true, "?supprimer={$record->id()}") ?></li>
              </ul>
            </td>
          </tr>
<?php endforeach ?>
        </tbody>
      </table>
<?php endif ?>
    </div>
    <div class="sf_admin_form">
      <form method="post" action="<?= $h->url($address) ?>">
        <?= $form->renderHiddenFields() ?>

<?= $h::errorList($form->globalErrors()) ?>
        <fieldset id="sf_fieldset_none">
          <h2><?= $form->isNew() ? 'Ajouter' : 'Modifier' ?></h2>
<?php foreach (array_filter($fields, $form->has(...)) as $field): ?>
<?php $errors = $form->errorsOf($field) ?>
          <div class="sf_admin_form_row sf_admin_<?= strtolower($form->record->table->kind($field)) ?> sf_admin_form_field_<?= $field ?><?= $errors === [] ? '' : ' errors' ?>">
<?= $h::errorList($errors) ?>
            <div>
              <?= $form->renderLabel($field, $labels[$field]) ?>

              <div class="content"><?= $form->renderField($field) ?></div>
            </div>
          </div>
<?php endforeach ?>
        </fieldset>
        <ul class="sf_admin_actions">
          <li class="sf_admin_action_list"><?= $h->link('Retour à la fiche', $back) ?></li>
          <li class="sf_admin_action_save"><input type="submit" value="<?= $context->translate('Save') ?>" /></li>
        </ul>
      </form>
    </div>
  </div>
</div>
