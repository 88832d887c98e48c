"""A small symfony 1 project of nobody's: one module of the admin generator, with everything odd."""

from pathlib import Path

SCHEMA = """
Garden:
  actAs: { Timestampable: ~, Sluggable: { fields: [nom, lieu] }, Commentable: ~ }
  columns:
    nom: { type: string(100), notnull: true }
    lieu: string(50)
    statut: { type: enum, values: [ouvert, clos], default: ouvert, notnull: true }
    surface: { type: decimal(8), scale: 2 }
    zorglub: integer(4)
    ouverture: time
    cree: { type: date, notnull: true }
    horaires: array
    owner_id: { type: integer, notnull: true }
    keeper_id: integer
  relations:
    Owner: { class: Gardener, local: owner_id }
    Keeper: { class: Gardener, local: keeper_id }
Gardener:
  actAs: [SoftDelete]
  columns:
    label: { type: string(40), unique: true }
"""

GENERATOR = """
generator:
  class: sfDoctrineGenerator
  param:
    model_class: Garden
    route_prefix: garden
    config:
      fields:
        nom: { label: Name, help: "As painted on the gate", colour: red }
        statut: { credentials: [[admin, keeper]] }
      list:
        title: Gardens
        display: [=nom, statut, Owner, _gate, ~weather, tallest]
        sort: nom
        layout: stacked
        max_per_page: 5
        object_actions: { _edit: ~, water: { label: Water } }
        batch_actions: {}
        actions: { _new: { label: Plant }, csv: { label: As a file, action: "index?sf_format=csv" } }
        wibble: 1
      filter: { display: [nom, statut, surface, cree, owner_id, _odd] }
      form:
        display:
          Main: [nom, lieu, statut, surface, cree, owner_id, keeper_id]
          Odd: [horaires, _map, nothing]
      edit: { title: "Garden %%nom%% of %%Owner%% %%tallest%%" }
"""

ACTIONS = """<?php
class gardenActions extends autoGardenActions
{
  public function executeListWater(sfWebRequest $request)
  {
    $this->redirect('@garden');
  }
}
"""

FORM = """<?php
class GardenForm extends BaseGardenForm
{
  public function configure()
  {
    parent::configure();
    unset($this['created_at'], $this['lieu']);
    $this->widgetSchema->setLabels(array('surface' => 'Square metres'));
    $this->validatorSchema['nom'] = new sfValidatorRegex(array('pattern' => '/^[A-Z]/'), array('invalid' => 'A capital first.'));
    $this->setValidator('surface', new sfValidatorNumber(array('required' => false, 'min' => 1, 'max' => 900)));
    $this->setValidator('cree', new gardenValidatorSeason());
    $this->setWidget('owner_id', new gardenWidgetPicker(array('size' => 3)));
    if ($this->isNew()) { unset($this['keeper_id']); }
    $this->mergePostValidator(new sfValidatorCallback(array('callback' => array($this, 'check'))));
  }

  public function check($validator, $values)
  {
    return $values;
  }
}
"""

GARDENER = """<?php
class Gardener extends BaseGardener
{
  public function __toString()
  {
    return sprintf('%s', $this->getLabel());
  }
}
"""

ROUTING = """
garden:
  class: sfDoctrineRouteCollection
  options: { model: Garden, module: garden, prefix_path: /gardens, with_show: false, with_wildcard_routes: true }

garden_map:
  url: /gardens/:id/map
  param: { module: garden, action: map }
"""

FILES = {
    "config/doctrine/schema.yml": SCHEMA,
    "apps/shed/config/security.yml": "default: { is_secure: true }\n",
    "apps/shed/config/routing.yml": ROUTING,
    "apps/shed/modules/garden/config/generator.yml": GENERATOR,
    "apps/shed/modules/garden/config/security.yml": "all: { credentials: garden }\nnew: { credentials: [garden, admin] }\n",
    "apps/shed/modules/garden/actions/actions.class.php": ACTIONS,
    "apps/shed/modules/garden/templates/_gate.php": "<p>gate</p>\n",
    "lib/form/doctrine/GardenForm.class.php": FORM,
    "lib/model/doctrine/Gardener.class.php": GARDENER,
}


def planted_project(folder: Path) -> Path:
    """The project, written below a folder."""
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder
