<?php
/**
 * @var Gestion\View\Html $h
 * @var DocumentForm $form
 * @var Gestion\Model\Record $project
 * @var array{created: int, known: int, refused: array<int, string>}|null $report
 */
?>
<div id="sf_admin_container">
  <h1>Importer des salariés</h1>
<?php if ($report !== null): ?>
  <div class="<?= $report['refused'] === [] ? 'notice' : 'error' ?>">
    <?= $report['created'] ?> dossier(s) créé(s), <?= $report['known'] ?> déjà connu(s), <?= count($report['refused']) ?> ligne(s) refusée(s).
  </div>
<?php if ($report['refused'] !== []): ?>
  <ul class="refus">
<?php foreach ($report['refused'] as $number => $reason): ?>
    <li>Ligne <?= $number ?> : <?= $h::escape($reason) ?></li>
<?php endforeach ?>
  </ul>
<?php endif ?>
<?php endif ?>
  <p>Un fichier CSV en UTF-8, séparé par des points-virgules : nom;prenom;email.</p>
  <form method="post" action="<?= $h->url("@implantation_import?id={$project->id()}") ?>" enctype="multipart/form-data">
    <table>
      <tbody>
<?= $form->renderTable() ?>
      </tbody>
    </table>
    <p><input type="submit" value="Importer" /> <?= $h->link('Retour à la fiche', "@implantations_edit?id={$project->id()}") ?></p>
  </form>
</div>
