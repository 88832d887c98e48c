<?php
/** @var Gestion\View\Html $h */
?>
<h1>Mot de passe oublié</h1>
<p>Adressez-vous à un administrateur du service : il vous donnera un nouveau mot de passe.</p>
<p><?= $h->link('Retour à la connexion', '@sf_guard_signin') ?></p>
