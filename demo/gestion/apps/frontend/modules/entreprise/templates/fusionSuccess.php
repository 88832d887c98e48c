<?php
/**
 * @var Gestion\View\Html $h
 * @var Gestion\View\Page $page
 * @var Gestion\Control\Context $context
 * @var list<list<Gestion\Model\Record>> $groups
 */
?>
<div id="sf_admin_container">
  <h1>Fusionner des doublons</h1>
<?= $page->template('_flashes', []) ?>
<?php if ($groups === []): ?>
  <p>Aucun doublon.</p>
<?php endif ?>
<?php foreach ($groups as $group): ?>
  <form method="post" action="<?= $h->url('@entreprise_fusion') ?>">
    <input type="hidden" name="_csrf_token" value="<?= $context->csrfToken() ?>" />
    <table cellspacing="0">
      <thead><tr><th>Garder</th><th>Raison sociale</th><th>SIRET</th><th>Effectif</th></tr></thead>
      <tbody>
<?php foreach ($group as $index => $company): ?>
        <tr>
          <td>
            <input type="radio" name="garder" value="<?= $company->id() ?>"<?= $index === 0 ? ' checked="checked"' : '' ?> />
            <input type="hidden" name="ids[]" value="<?= $company->id() ?>" />
          </td>
          <td><?= $h->link($company->text('raison_sociale'), "@entreprises_edit?id={$company->id()}") ?></td>
          <td><?= $h::escape($company->text('siret')) ?></td>
          <td><?= $h::escape($company->text('effectif')) ?></td>
        </tr>
<?php endforeach ?>
      </tbody>
    </table>
    <p><input type="submit" value="Fusionner" /></p>
  </form>
<?php endforeach ?>
  <p><?= $h->link('Retour à la liste', '@entreprises') ?></p>
</div>
