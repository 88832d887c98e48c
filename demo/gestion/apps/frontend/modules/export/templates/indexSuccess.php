<?php
/**
 * @var Gestion\View\Html $h
 * @var Gestion\Control\Context $context
 * @var array<string, array{string, string}> $exports
 */
?>
<div id="sf_admin_container">
  <h1>Exports</h1>
  <p>Chaque export suit les filtres et le tri de sa liste ; il est noté au journal.</p>
<?php foreach ($exports as $route => [$label]): ?>
  <form method="post" action="<?= $h->url('@exports') ?>">
    <input type="hidden" name="_csrf_token" value="<?= $context->csrfToken() ?>" />
    <input type="hidden" name="export" value="<?= $route ?>" />
    <p><input type="submit" value="<?= $h::escape($label) ?> (CSV)" /></p>
  </form>
<?php endforeach ?>
</div>
