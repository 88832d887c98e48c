<?php
/**
 * @var Gestion\View\Page $page
 * @var Gestion\Control\Context $context
 * @var sfGuardFormSignin $form
 */
$context->title = $context->translate('Signin');
?>
<h1><?= $context->translate('Signin') ?></h1>

<?= $page->template('_signin_form', ['form' => $form]) ?>
