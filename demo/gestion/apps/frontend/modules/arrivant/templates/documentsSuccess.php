<?php
/**
 * @var Gestion\View\Html $h
 * @var Gestion\View\Page $page
 * @var DocumentForm $form
 * @var Gestion\Model\Record $newcomer
 * @var list<Gestion\Model\Record> $documents
 */
$address = "@arrivant_documents?id={$newcomer->id()}";
?>
<div id="sf_admin_container">
  <h1>Documents : <?= $h::escape($newcomer->text('prenom') . ' ' . $newcomer->text('nom')) ?></h1>
<?= $page->template('_flashes', []) ?>
<?php if ($documents === []): ?>
  <p>Aucun document.</p>
<?php else: ?>
  <table cellspacing="0">
    <thead><tr><th>Nom</th><th>Type</th><th>Taille</th><th>Confidentiel</th><th>Ajouté le</th></tr></thead>
    <tbody>
<?php foreach ($documents as $document): ?>
      <tr>
        <td><?= $h->link($document->text('nom_original'), "$address&telecharger={$document->id()}") ?></td>
        <td><?= $h::escape($document->text('mime')) ?></td>
        <td><?= $h::escape($document->text('taille')) ?></td>
        <td><?= $document->get('confidentiel') ? 'oui' : 'non' ?></td>
        <td><?= Gestion\View\Dates::format($document->text('created_at'), 'dd/MM/yyyy HH:mm', 'fr') ?></td>
      </tr>
<?php endforeach ?>
    </tbody>
  </table>
<?php endif ?>
  <form method="post" action="<?= $h->url($address) ?>" enctype="multipart/form-data">
    <table>
      <tbody>
<?= $form->renderTable() ?>
      </tbody>
    </table>
    <p><input type="submit" value="Ajouter" /> <?= $h->link('Retour à la fiche', "@arrivants_edit?id={$newcomer->id()}") ?></p>
  </form>
</div>
