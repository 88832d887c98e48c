<?php
/** @var Gestion\View\Html $h */
?>
<div class="sfTContainer">
  <div class="sfTMessageContainer sfTAlert">
    <div class="sfTMessageWrap">
      <h1>Page introuvable</h1>
      <h5>Le serveur a répondu 404.</h5>
    </div>
  </div>
  <dl class="sfTMessageInfo">
    <dt>Avez-vous saisi l'adresse ?</dt>
    <dd>Vérifiez l'orthographe, les majuscules, les barres obliques.</dd>

    <dt>Et maintenant ?</dt>
    <dd>
      <ul class="sfTIconList">
        <li class="sfTLinkMessage"><a href="javascript:history.go(-1)">Revenir à la page précédente</a></li>
        <li class="sfTLinkMessage"><a href="<?= $h->url('@homepage') ?>">Aller à l'accueil</a></li>
      </ul>
    </dd>
  </dl>
</div>
