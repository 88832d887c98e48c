<?php
/**
 * @var Gestion\View\Html $h
 * @var DemandeAffectationForm $form
 * @var Gestion\Model\Record $demand
 */
?>
<div id="sf_admin_container">
  <h1>Affecter la demande de <?= $h::escape($demand->text('prenom') . ' ' . $demand->text('nom')) ?></h1>
  <form method="post" action="<?= $h->url("@demande_affecter?id={$demand->id()}") ?>">
    <table>
      <tbody>
<?= $form->renderTable() ?>
      </tbody>
    </table>
    <p><input type="submit" value="Affecter" /> <?= $h->link('Retour à la liste', '@demandes') ?></p>
  </form>
</div>
