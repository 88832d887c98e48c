<?php
/**
 * @var Gestion\View\Html $h
 * @var Gestion\View\Page $page
 * @var Gestion\Control\Context $context
 * @var sfGuardFormSignin $form
 * @var string $address
 */
$context->title = 'Accès refusé';
?>
<h2>La page demandée est protégée et vous n'avez pas les droits nécessaires.</h2>

<p><?= $h::escape($address) ?></p>

<h3>Connectez-vous avec un autre compte pour y accéder.</h3>

<?= $page->template('_signin_form', ['form' => $form]) ?>
