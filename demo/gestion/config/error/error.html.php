<?php
/** The page of a 500; $fault is only given by a dev controller. @var \Throwable|null $fault */
?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="fr" lang="fr">
<head>
<meta http-equiv="Content-Type" content="text/html; charset=utf-8" />
<title>Erreur interne</title>
<link rel="shortcut icon" href="/favicon.ico" />
<link rel="stylesheet" type="text/css" media="screen" href="/css/main.css" />
</head>
<body>
<div class="sfTContainer">
  <div class="sfTMessageContainer sfTAlert">
    <div class="sfTMessageWrap">
      <h1>Une erreur est survenue</h1>
      <h5>Le serveur a répondu « 500 Internal Server Error ».</h5>
    </div>
  </div>

  <dl class="sfTMessageInfo">
    <dt>Que faire ?</dt>
    <dd>
      <ul class="sfTIconList">
        <li class="sfTLinkMessage"><a href="javascript:history.go(-1)">Revenir à la page précédente</a></li>
        <li class="sfTLinkMessage"><a href="/">Aller à l'accueil</a></li>
      </ul>
    </dd>
  </dl>
<?php if ($fault !== null): ?>
  <pre><?= htmlspecialchars((string) $fault) ?></pre>
<?php endif ?>
</div>
</body>
</html>
