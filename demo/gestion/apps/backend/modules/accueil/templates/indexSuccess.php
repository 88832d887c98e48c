<?php
/** @var Gestion\View\Html $h */
?>
<h1>Administration technique</h1>
<ul>
  <li><?= $h->link('Paramètres', '@parametres') ?></li>
  <li><?= $h->link('Journal', '@journal') ?></li>
  <li><a href="/">Retour à la gestion</a></li>
</ul>
