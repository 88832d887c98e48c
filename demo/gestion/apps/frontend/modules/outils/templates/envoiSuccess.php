<?php
/**
 * @var Gestion\View\Html $h
 * @var array{nom: string, taille: int, sha256: string}|null $received
 */
?>
<h1>Envoi de fichier</h1>
<?php if ($received !== null): ?>
<dl id="recu">
  <dt>Nom</dt><dd class="nom"><?= $h::escape($received['nom']) ?></dd>
  <dt>Taille</dt><dd class="taille"><?= $received['taille'] ?></dd>
  <dt>SHA-256</dt><dd class="sha256"><?= $received['sha256'] ?></dd>
</dl>
<?php endif ?>
<form method="post" action="<?= $h->url('outils/envoi') ?>" enctype="multipart/form-data">
  <p><label for="fichier">Fichier</label> <input type="file" name="fichier" id="fichier" /> <input type="submit" value="Envoyer" /></p>
</form>
