<?php
/**
 * The edit and new pages of every admin module.
 *
 * @var Gestion\View\Html $h
 * @var Gestion\View\Page $page
 * @var Gestion\Form\DoctrineForm $form
 * @var Gestion\Admin\AdminHelper $helper
 * @var Gestion\Admin\AdminConfiguration $configuration
 * @var string $mode
 */
?>
<div id="sf_admin_container">
  <h1><?= $h::escape($helper->title($mode, $form->record)) ?></h1>

<?= $page->template('_flashes', []) ?>

  <div id="sf_admin_header">
  </div>

  <div id="sf_admin_content">
<?= $page->template('_form', ['form' => $form, 'helper' => $helper, 'configuration' => $configuration, 'mode' => $mode]) ?>
  </div>

  <div id="sf_admin_footer">
  </div>
</div>
