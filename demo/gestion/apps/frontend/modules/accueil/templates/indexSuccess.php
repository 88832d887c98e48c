<?php
/**
 * @var Gestion\View\Html $h
 * @var Gestion\Control\Context $context
 * @var bool $hasRights
 * @var list<array{route: string, label: string, count: int}> $counts
 */
?>
<div id="tableau_de_bord">
  <h1>Tableau de bord</h1>
  <p>Bonjour <?= $h::escape($context->user->displayName()) ?>.</p>
<?php $notice = $context->user->flash('notice') ?>
<?php if ($notice !== null): ?>
  <div class="notice"><?= $h::escape($notice) ?></div>
<?php endif ?>
<?php if (!$hasRights): ?>
  <p>Aucun droit ne vous a été donné pour l'instant : adressez-vous à un administrateur.</p>
<?php elseif ($counts !== []): ?>
  <table class="compteurs" cellspacing="0">
    <tbody>
<?php foreach ($counts as $line): ?>
      <tr><th><?= $h->link($line['label'], $line['route']) ?></th><td><?= $line['count'] ?></td></tr>
<?php endforeach ?>
    </tbody>
  </table>
<?php endif ?>
</div>
