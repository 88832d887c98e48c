<?php
/**
 * @var Gestion\View\Html $h
 * @var Gestion\Control\Context $context
 * @var Gestion\Model\Record $event
 * @var list<Gestion\Model\Record> $guests
 */
?>
<div id="sf_admin_container">
  <h1>Inviter : <?= $h::escape($event->text('titre')) ?></h1>
  <form method="post" action="<?= $h->url("@evenement_inviter?id={$event->id()}") ?>">
    <input type="hidden" name="_csrf_token" value="<?= $context->csrfToken() ?>" />
<?php if ($guests === []): ?>
    <p>Personne ne remplit les conditions : installation depuis moins d'un an, accord donné, pas encore inscrit.</p>
<?php else: ?>
    <ul class="invites">
<?php foreach ($guests as $guest): ?>
      <li><label><input type="checkbox" name="ids[]" value="<?= $guest->id() ?>" /> <?= $h::escape($guest->text('nom') . ' ' . $guest->text('prenom')) ?></label></li>
<?php endforeach ?>
    </ul>
    <p><input type="submit" value="Inviter" /></p>
<?php endif ?>
  </form>
  <p><?= $h->link('Retour à la fiche', "@evenements_edit?id={$event->id()}") ?></p>
</div>
