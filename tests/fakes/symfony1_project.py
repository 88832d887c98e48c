"""An invented symfony 1 project: two applications, a plugin, doors of every kind."""

from pathlib import Path

FILES = {
    "config/ProjectConfiguration.class.php": """<?php
class ProjectConfiguration extends sfProjectConfiguration
{
  public function setup() { $this->enablePlugins(array('agendaPlugin', 'sfDoctrineGuardPlugin')); }
}
""",
    "config/doctrine/schema.yml": """
Commune: { columns: { nom: string(100) } }
Quartier: { columns: { nom: string(100), commune_id: integer }, relations: { Commune: { local: commune_id, foreign: id } } }
Journal: { columns: { texte: string(200) } }
""",
    "apps/frontend/config/routing.yml": """
agenda: { param: { action: liste } }
communes:
  class: sfDoctrineRouteCollection
  options: { model: Commune, module: commune, prefix_path: /communes, with_show: false, with_wildcard_routes: true }
fiche: { url: "/fiche/:id/:slug", class: villeRoute, param: { module: commune, action: fiche }, options: { model: Commune, type: object }, requirements: { id: \\d+ } }
shadowed: { url: /communes/new, class: sfRequestRoute, param: { module: commune, action: new } }
gone: { url: /gone, param: { module: ancien, action: index } }
archives: { url: "/archives/:annee/:mois", param: { module: accueil, action: archives, mois: 1 }, requirements: { annee: '\\d{4}', mois: \\d+ } }
homepage: { url: /, param: { module: accueil, action: index } }
default_index: { url: "/:module", param: { action: index } }
default: { url: "/:module/:action/*" }
""",
    "apps/frontend/config/settings.yml": """
all:
  .settings:
    enabled_modules: [default, agenda, sfGuardAuth, absent]
    login_module: sfGuardAuth
    login_action: signin
prod:
  .settings: { cache: true }
""",
    "apps/frontend/config/security.yml": "default: { is_secure: true }\n",
    "apps/frontend/modules/accueil/actions/actions.class.php": """<?php
class accueilActions extends baseActions
{
  public function executeIndex(sfWebRequest $request) {
    $this->getUser()->setAttribute('recherche', 1);
    $this->redirect('@fiche?id=1');
  }
  public function executeArchives() {}
  protected function executeHidden() {}
}
""",
    "apps/frontend/modules/accueil/config/security.yml": "index: { is_secure: false }\n",
    "apps/frontend/modules/commune/actions/actions.class.php": """<?php
require_once dirname(__FILE__).'/../lib/communeGeneratorConfiguration.class.php';
class communeActions extends autoCommuneActions
{
  public function executeFiche() { $this->x = $this->getUser()->getAttribute('recherche'); }
  public function executeListExporter() { Doctrine_Core::getTable('Quartier')->findAll(); }
}
""",
    "apps/frontend/modules/commune/config/generator.yml": """
generator:
  class: sfDoctrineGenerator
  param: { model_class: Commune, theme: admin, config: { list: { title: Communes } } }
""",
    "apps/frontend/modules/commune/config/security.yml": """
all: { credentials: [referentiels] }
delete: { credentials: [[admin, chef]] }
""",
    "apps/frontend/modules/commune/templates/ficheSuccess.php": "<?php echo link_to('x', 'accueil/index') ?>\n",
    "apps/backend/config/routing.yml": "homepage: { url: /, param: { module: journal, action: index } }\n",
    "apps/backend/modules/journal/config/generator.yml": """
generator: { class: sfDoctrineGenerator, param: { model_class: Journal, with_show: true } }
""",
    "lib/baseActions.class.php": """<?php
class baseActions extends sfActions
{
  use partage;
  public function executeAide() {}
}
trait partage { public function executeContact() {} }
class villeRoute extends sfDoctrineRoute {}
""",
    "plugins/agendaPlugin/config/routing.yml": "agenda: { url: /agenda, param: { module: agenda, action: index } }\n",
    "plugins/agendaPlugin/lib/agendaRouting.class.php": """<?php
class agendaRouting
{
  static public function listen(sfEvent $event)
  {
    $r = $event->getSubject();
    $r->prependRoute('agenda_ics', new sfRoute('/agenda.ics', array('module' => 'agenda', 'action' => 'ics')));
    $r->prependRoute('ailleurs', new sfRoute('/ailleurs', array('module' => 'unknownModule', 'action' => 'x')));
    $r->prependRoute($name, $route);
  }
}
""",
    "plugins/agendaPlugin/modules/agenda/actions/icsAction.class.php": """<?php
class icsAction extends sfAction { public function execute($request) {} }
""",
    "plugins/agendaPlugin/modules/agenda/actions/actions.class.php": """<?php
class agendaActions extends sfActions { public function executeListe() { $q = Doctrine_Query::create()->from('Journal j'); $q->save(); } }
""",
    "web/index.php": """<?php
require_once(dirname(__FILE__).'/../config/ProjectConfiguration.class.php');
$configuration = ProjectConfiguration::getApplicationConfiguration('frontend', 'prod', false);
""",
    "web/backend.php": "<?php $c = ProjectConfiguration::getApplicationConfiguration('backend', 'prod', $debug);\n",
    "web/frontend_dev.php": "<?php $c = ProjectConfiguration::getApplicationConfiguration('frontend', 'dev', true);\n",
    "web/outil.php": "<?php phpinfo();\n",
    "web/css/main.css": "body {}\n",
    "web/robots.txt": "User-agent: *\n",
    "web/.htaccess": """RewriteEngine On
Redirect 301 /ancienne /communes
RedirectPermanent /vieux https://ailleurs.exemple/
RedirectMatch 302 ^/p([0-9]+)$ /fiche/$1
RewriteRule ^old/(.*)$ /communes/$1 [R=301,L]
RewriteCond %{HTTP_HOST} ^www
RewriteRule ^perdu$ - [G]
RewriteRule ^(.*)$ index.php [QSA,L]
Redirect 'open
""",
}  # fmt: skip


def write_project(folder: Path, **changed: str | None) -> Path:
    """The project below a folder; `changed` replaces files, or leaves them out when None.

    Shape: names of files with `__` for a slash and `_dot_` for a dot.
    """
    files: dict[str, str | None] = dict(FILES)
    for name, text in changed.items():
        files[name.replace("__", "/").replace("_dot_", ".")] = text
    for name, content in files.items():
        if content is not None:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
    return folder
