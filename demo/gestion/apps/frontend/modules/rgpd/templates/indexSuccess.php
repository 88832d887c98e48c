<?php
/**
 * @var Gestion\View\Html $h
 * @var Gestion\Control\Context $context
 * @var array<string, array{label: string, count: int}> $due
 */
$notice = $context->user->flash('notice');
?>
<div id="sf_admin_container">
  <h1>RGPD</h1>
<?php if ($notice !== null): ?>
  <div class="notice"><?= $h::escape($notice) ?></div>
<?php endif ?>
  <h2>Durées de conservation</h2>
  <table cellspacing="0">
    <thead><tr><th>Règle</th><th>Lignes concernées aujourd'hui</th><th></th></tr></thead>
    <tbody>
<?php foreach ($due as $rule => $line): ?>
      <tr>
        <td><?= $h::escape($line['label']) ?></td>
        <td><?= $line['count'] ?></td>
        <td>
          <form method="post" action="<?= $h->url('rgpd/purger') ?>">
            <input type="hidden" name="_csrf_token" value="<?= $context->csrfToken() ?>" />
            <input type="hidden" name="regle" value="<?= $rule ?>" />
            <input type="submit" value="Appliquer" />
          </form>
        </td>
      </tr>
<?php endforeach ?>
    </tbody>
  </table>
  <h2>Droit d'accès</h2>
  <form method="get" action="<?= $h->url('rgpd/acces') ?>">
    <p><label for="email">Courriel</label> <input type="text" name="email" id="email" /> <input type="submit" value="Extraire" /></p>
  </form>
</div>
