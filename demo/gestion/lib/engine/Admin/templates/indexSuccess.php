<?php
/**
 * The list page of every admin module.
 *
 * @var Gestion\View\Html $h
 * @var Gestion\View\Page $page
 * @var Gestion\Control\Context $context
 * @var Gestion\Admin\Pager $pager
 * @var Gestion\Admin\AdminHelper $helper
 * @var Gestion\Admin\AdminConfiguration $configuration
 * @var Gestion\Form\FilterForm|null $filters
 * @var array{mixed, mixed} $sort
 */
?>
<div id="sf_admin_container">
  <h1><?= $h::escape($helper->title('list')) ?></h1>

<?= $page->template('_flashes', []) ?>

  <div id="sf_admin_header">
  </div>

<?php if ($filters !== null): ?>
  <div id="sf_admin_bar">
<?= $page->template('_filters', ['form' => $filters, 'configuration' => $configuration]) ?>
  </div>

<?php endif ?>
  <div id="sf_admin_content">
<?php if ($configuration->batchActions() !== []): ?>
    <form action="<?= $h->url($configuration->route('collection', 'action=batch')) ?>" method="post">
<?php endif ?>
<?= $page->template('_list', ['pager' => $pager, 'sort' => $sort, 'helper' => $helper, 'configuration' => $configuration]) ?>
    <ul class="sf_admin_actions">
<?= $page->template('_batch_actions', ['helper' => $helper, 'configuration' => $configuration]) ?>
<?= $page->template('_list_actions', ['helper' => $helper, 'configuration' => $configuration]) ?>
    </ul>
<?php if ($configuration->batchActions() !== []): ?>
    </form>
<?php endif ?>
  </div>

  <div id="sf_admin_footer">
  </div>
</div>
