<?php
/**
 * @var Gestion\View\Html $h
 * @var array<int, array<string, string>> $years
 */
?>
<div id="sf_admin_container">
  <h1>Statistiques</h1>
<?php foreach ($years as $year => $figures): ?>
  <h2><?= $year ?></h2>
  <table class="compteurs" cellspacing="0">
    <tbody>
<?php foreach ($figures as $label => $figure): ?>
      <tr><th><?= $h::escape($label) ?></th><td><?= $h::escape($figure) ?></td></tr>
<?php endforeach ?>
    </tbody>
  </table>
  <p><?= $h->link("Exporter $year (CSV)", "@statistiques_annee?annee=$year&sf_format=csv") ?></p>
<?php endforeach ?>
</div>
