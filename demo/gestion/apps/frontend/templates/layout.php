<?php
/**
 * The layout of every page of the frontend application.
 *
 * @var Gestion\View\Html $h
 * @var Gestion\Control\Context $context
 * @var string $content
 * @var string $module
 */
$user = $context->user;
$culture = $h::escape(substr($user->culture(), 0, 2));
$menu = require __DIR__ . '/menu.php';
?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="<?= $culture ?>" lang="<?= $culture ?>">
  <head>
    <meta http-equiv="Content-Type" content="text/html; charset=utf-8" />
    <title><?= $h::escape($context->title) ?><?= $context->title === '' ? '' : ' - ' ?>Gestion - CCI de Valmont</title>
    <link rel="shortcut icon" href="/favicon.ico" />
<?php foreach ($context->application->stylesheets() as $sheet): ?>
    <link rel="stylesheet" type="text/css" media="screen" href="<?= $sheet ?>" />
<?php endforeach ?>
  </head>
  <body>
    <div id="entete">
      <p id="titre"><a href="<?= $h->url('@homepage') ?>">Gestion</a> <span>CCI de Valmont - Valmont Métropole</span></p>
      <ul id="langues">
        <li><?= $h->link('fr', '@changer_langue?sf_culture=fr') ?></li>
        <li><?= $h->link('en', '@changer_langue?sf_culture=en') ?></li>
      </ul>
<?php if ($user->isAuthenticated()): ?>
      <p id="utilisateur"><?= $h::escape($user->displayName()) ?> <?= $h->link($context->translate('Signout'), '@sf_guard_signout') ?></p>
<?php endif ?>
    </div>
<?php if ($user->isAuthenticated()): ?>
    <ul id="menu">
<?php foreach ($menu as $credential => $entries): ?>
<?php foreach ($user->hasCredential($credential) ? $entries : [] as $route => $label): ?>
      <li><?= $h->link($label, "@$route") ?></li>
<?php endforeach ?>
<?php endforeach ?>
    </ul>
<?php endif ?>
    <div id="contenu">
<?= $content ?>
    </div>
    <div id="pied">Service d'accueil des nouveaux arrivants</div>
<?php if ($context->application->setting('web_debug', false)): ?>
    <div id="sfWebDebug">dev | <?= $h::escape($context->router->currentName() ?? 'aucune route') ?> | <?= $h::escape($user->sessionId()) ?></div>
<?php endif ?>
  </body>
</html>
