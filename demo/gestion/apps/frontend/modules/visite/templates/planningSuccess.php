<?php
/**
 * @var Gestion\View\Html $h
 * @var Gestion\Control\Context $context
 * @var array<string, list<Gestion\Model\Record>> $days
 * @var DateTimeImmutable $monday
 */
$week = static fn (DateTimeImmutable $day): string => '@visite_planning?semaine=' . $day->format('o-\WW');
$names = ['lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi', 'dimanche'];
?>
<div id="sf_admin_container">
  <h1>Planning des visites, semaine <?= $monday->format('W') ?> de <?= $monday->format('o') ?></h1>
  <p>
    <?= $h->link('Semaine précédente', $week($monday->modify('-7 days'))) ?> -
    <?= $h->link('Semaine suivante', $week($monday->modify('+7 days'))) ?> -
    <?= $h->link('Retour à la liste', '@visites') ?>
  </p>
  <table cellspacing="0" class="planning">
    <tbody>
<?php foreach (array_keys($days) as $index => $date): ?>
      <tr>
        <th><?= $names[$index] ?> <?= Gestion\View\Dates::format($date, 'dd/MM', 'fr') ?></th>
        <td>
<?php foreach ($days[$date] as $visit): ?>
<?php $home = $context->store->related($visit, 'Logement'); $guide = $context->store->related($visit, 'Accompagnateur') ?>
          <p class="visite <?= $h::escape($visit->text('statut')) ?>">
            <?= $h->link(Gestion\View\Dates::format($visit->text('debut'), 'HH:mm', 'fr'), "@visites_edit?id={$visit->id()}") ?>

            <?= $home === null ? '' : $h::escape($home->text('reference') . ' ' . $home->text('adresse')) ?>
            <?= $guide === null ? '' : '(' . $h::escape(Gestion\Model\Labels::of($guide)) . ')' ?>

          </p>
<?php endforeach ?>
        </td>
      </tr>
<?php endforeach ?>
    </tbody>
  </table>
</div>
