<?php
/**
 * @var Gestion\View\Html $h
 * @var Gestion\View\Page $page
 * @var Gestion\Control\Context $context
 * @var Gestion\Admin\Pager $pager
 * @var Gestion\Admin\AdminHelper $helper
 * @var Gestion\Admin\AdminConfiguration $configuration
 * @var array{mixed, mixed} $sort
 */
$columns = $helper->columns();
$hasBatch = $configuration->batchActions() !== [];
$hasActions = $configuration->objectActions() !== [];
?>
    <div class="sf_admin_list">
<?php if ($pager->count === 0): ?>
      <p><?= $context->translate('No result') ?></p>
<?php else: ?>
      <table cellspacing="0">
      <thead>
        <tr>
<?php if ($hasBatch): ?>
          <th id="sf_admin_list_batch_actions"><input id="sf_admin_list_batch_checkbox" type="checkbox" onclick="checkAll();" /></th>
<?php endif ?>
<?php foreach ($columns as $column): ?>
          <th class="sf_admin_<?= $helper->kind($column) ?> sf_admin_list_th_<?= $column->name ?>">
<?php if ($helper->isReal($column)): ?>
<?php $isSorted = $sort[0] === $column->name; $other = $isSorted && $sort[1] === 'asc' ? 'desc' : 'asc' ?>
            <?= $h->link($column->label, $configuration->route('list', "sort={$column->name}&sort_type=$other")) ?>

<?php if ($isSorted): ?>
            <?= $helper->sortImage($sort[1] === 'desc' ? 'desc' : 'asc') ?>

<?php endif ?>
<?php else: ?>
            <?= $h::escape($column->label) ?>

<?php endif ?>
          </th>
<?php endforeach ?>
<?php if ($hasActions): ?>
          <th id="sf_admin_list_th_actions"><?= $context->translate('Actions') ?></th>
<?php endif ?>
        </tr>
      </thead>
      <tfoot>
        <tr>
          <th colspan="<?= count($columns) + (int) $hasBatch + (int) $hasActions ?>">
<?= $pager->isNeeded() ? $page->template('_pagination', ['pager' => $pager, 'configuration' => $configuration]) : '' ?>
            <?= $context->catalogue->resultCount($pager->count, $context->user->culture()) ?>

<?php if ($pager->isNeeded()): ?>
            (page <?= $pager->page ?>/<?= $pager->last ?>)
<?php endif ?>
          </th>
        </tr>
      </tfoot>
      <tbody>
<?php foreach ($pager->results() as $index => $record): ?>
        <tr class="sf_admin_row <?= $index % 2 === 0 ? 'odd' : 'even' ?>">
<?php if ($hasBatch): ?>
          <td>
            <input type="checkbox" name="ids[]" value="<?= $record->id() ?>" class="sf_admin_batch_checkbox" />
          </td>
<?php endif ?>
<?php foreach ($columns as $column): ?>
          <td class="sf_admin_<?= $helper->kind($column) ?> sf_admin_list_td_<?= $column->name ?>">
            <?= $helper->cell($column, $record) ?>

          </td>
<?php endforeach ?>
<?php if ($hasActions): ?>
<?= $page->template('_list_td_actions', ['record' => $record, 'helper' => $helper, 'configuration' => $configuration]) ?>
<?php endif ?>
        </tr>
<?php endforeach ?>
      </tbody>
    </table>
<?php endif ?>
  </div>
<script type="text/javascript">
/* <![CDATA[ */
function checkAll()
{
  var boxes = document.getElementsByTagName('input'); for(var index = 0; index < boxes.length; index++) { box = boxes[index]; if (box.type == 'checkbox' && box.className == 'sf_admin_batch_checkbox') box.checked = document.getElementById('sf_admin_list_batch_checkbox').checked } return true;
}
/* ]]> */
</script>
