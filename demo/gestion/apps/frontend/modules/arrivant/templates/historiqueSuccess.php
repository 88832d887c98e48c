<?php
/**
 * @var Gestion\View\Html $h
 * @var Gestion\Control\Context $context
 * @var Gestion\Model\Record $newcomer
 * @var list<Gestion\Model\Record> $lines
 */
$shown = static function (string $serialized) use ($h): string {
    $values = $serialized === '' ? [] : @unserialize($serialized, ['allowed_classes' => false]);
    $words = [];
    foreach (is_array($values) ? $values : [] as $name => $value) {
        $words[] = $h::escape("$name : " . (is_scalar($value) ? $value : json_encode($value, JSON_UNESCAPED_UNICODE)));
    }

    return implode('<br />', $words);
};
?>
<div id="sf_admin_container">
  <h1>Historique : <?= $h::escape($newcomer->text('prenom') . ' ' . $newcomer->text('nom')) ?></h1>
<?php if ($lines === []): ?>
  <p>Aucune modification enregistrée.</p>
<?php else: ?>
  <table cellspacing="0">
    <thead><tr><th>Date</th><th>Par</th><th>Action</th><th>Avant</th><th>Après</th></tr></thead>
    <tbody>
<?php foreach ($lines as $line): ?>
<?php $author = $context->store->find('sfGuardUser', $line->get('user_id')) ?>
      <tr>
        <td><?= Gestion\View\Dates::format($line->text('created_at'), 'dd/MM/yyyy HH:mm', 'fr') ?></td>
        <td><?= $author === null ? '' : $h::escape(Gestion\Model\Labels::of($author)) ?></td>
        <td><?= $h::escape($line->text('action')) ?></td>
        <td><?= $shown($line->text('avant')) ?></td>
        <td><?= $shown($line->text('apres')) ?></td>
      </tr>
<?php endforeach ?>
    </tbody>
  </table>
<?php endif ?>
  <p><?= $h->link('Retour à la fiche', "@arrivants_edit?id={$newcomer->id()}") ?></p>
</div>
