<?php
/**
 * @var Gestion\View\Html $h
 * @var Gestion\Control\Context $context
 * @var Gestion\Model\Record $demand
 */
$kind = $demand->get('type') === 'entreprise' ? "fiche d'entreprise" : "dossier d'arrivant";
?>
<div id="sf_admin_container">
  <h1>Convertir la demande de <?= $h::escape($demand->text('prenom') . ' ' . $demand->text('nom')) ?></h1>
  <p><?= nl2br($h::escape($demand->text('message'))) ?></p>
  <form method="post" action="<?= $h->url("@demande_convertir?id={$demand->id()}") ?>">
    <input type="hidden" name="_csrf_token" value="<?= $context->csrfToken() ?>" />
    <p><input type="submit" value="Créer un <?= $h::escape($kind) ?>" /> <?= $h->link('Retour à la liste', '@demandes') ?></p>
  </form>
</div>
