<?php
/**
 * @var Gestion\View\Html $h
 * @var Gestion\Control\Context $context
 * @var DocumentForm $form
 * @var Gestion\Model\Record $partner
 * @var Gestion\Model\Record|null $latest
 */
$address = "@conjoint_cv?id={$partner->id()}";
$notice = $context->user->flash('notice');
?>
<div id="sf_admin_container">
  <h1>CV de <?= $h::escape($partner->text('prenom') . ' ' . $partner->text('nom')) ?></h1>
<?php if ($notice !== null): ?>
  <div class="notice"><?= $h::escape($notice) ?></div>
<?php endif ?>
  <p><?= $latest === null ? 'Aucun CV enregistré.' : $h->link($latest->text('nom_original'), "$address&telecharger=1") ?></p>
  <form method="post" action="<?= $h->url($address) ?>" enctype="multipart/form-data">
    <table>
      <tbody>
<?= $form->renderTable() ?>
      </tbody>
    </table>
    <p><input type="submit" value="Enregistrer" /> <?= $h->link('Retour aux candidatures', '@candidatures') ?></p>
  </form>
</div>
