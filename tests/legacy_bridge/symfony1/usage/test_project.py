"""Where a project uses its tables and columns: every way PHP has of naming them."""

from pathlib import Path
from textwrap import dedent

import pytest

from legacy_bridge.symfony1.usage.project import read_usage

SCHEMA = """
Salle:
  columns: { nom: string(80), code_postal: string(5), note: clob, lieu_id: integer }
Lieu:
  columns: { nom: string(80), plan: string(80) }
"""
MODULE = "apps/frontend/modules/salle/actions/actions.class.php"
TEMPLATE = "apps/frontend/modules/salle/templates/showSuccess.php"
GENERATOR = "apps/frontend/modules/salle/config/generator.yml"

CASES = {
    "a getter": ("<?php $salle->getCodePostal();", MODULE, {"salle.code_postal reads"}),
    "a setter": ("<?php $salle->setCodePostal('x');", MODULE, {"salle.code_postal writes"}),
    "get() by name": ("<?php $s->get('code_postal');", MODULE, {"salle.code_postal reads"}),
    "set() by name": ("<?php $s->set('code_postal', 3);", MODULE, {"salle.code_postal writes"}),
    "an array key": ("<?php echo $s['code_postal'];", MODULE, {"salle.code_postal reads"}),
    "an array key given a value": ("<?php $s['code_postal'] = 1;", MODULE, {"salle.code_postal writes"}),
    "a property": ("<?php echo $s->code_postal;", MODULE, {"salle.code_postal reads"}),
    "a property given a value": ("<?php $s->code_postal = 1;", MODULE, {"salle.code_postal writes"}),
    "a finder": ("<?php $t->findOneByCodePostalAndNote('x');", MODULE, {"salle.code_postal reads", "salle.note reads"}),
    "a class": ("<?php new Lieu();", MODULE, {"lieu writes"}),
    "a table class": ("<?php LieuTable::getInstance();", MODULE, {"lieu reads"}),
    "a form class": ("<?php $f = new LieuForm();", MODULE, {"lieu writes"}),
    "a condition of DQL": ("<?php $q->where('s.code_postal = ?', 3);", MODULE, {"salle.code_postal reads"}),
    "an alias of DQL": ("<?php $q->from('Lieu l')->orderBy('l.plan DESC');", MODULE, {"lieu reads", "lieu.plan reads"}),
    "a bare condition": ("<?php $q->where('plan = ?', 1);", MODULE, {"lieu.plan reads"}),
    "a SELECT": ("<?php $p->query('SELECT plan FROM lieu');", MODULE, {"lieu reads", "lieu.plan reads"}),
    "a SELECT of everything": ('<?php $p->query("SELECT * FROM lieu");', MODULE, {"lieu reads", "lieu.* reads"}),
    "an UPDATE": ("<?php $p->exec('UPDATE lieu SET plan = 1 WHERE nom = 2');", MODULE, {"lieu writes", "lieu.plan writes", "lieu.nom reads"}),
    "an INSERT": ("<?php $p->exec('INSERT INTO lieu (plan) VALUES (1)');", MODULE, {"lieu writes", "lieu.plan writes"}),
    "an INSERT by position": ("<?php $p->exec('INSERT INTO lieu VALUES (1, 2)');", MODULE, {"lieu writes", "lieu.* writes"}),
    "a DELETE": ("<?php $p->exec('DELETE FROM lieu WHERE plan = 1');", MODULE, {"lieu writes", "lieu.plan reads"}),
    "a statement with a variable": ('<?php $p->query("SELECT plan FROM lieu WHERE id = $id");', MODULE, {"lieu reads", "lieu.plan reads", "lieu.id reads"}),
    "a heredoc": ("<?php $p->query(<<<SQL\nSELECT plan\nFROM lieu\nSQL\n);", MODULE, {"lieu reads", "lieu.plan reads"}),
    "DQL as a sentence": ("<?php $q->query('FROM Lieu l WHERE l.plan = 1');", MODULE, {"lieu reads", "lieu.plan reads"}),
    "a relation joined": ("<?php $q->leftJoin('s.Lieu l')->addWhere('l.plan = 1');", MODULE, {"lieu reads", "lieu.plan reads"}),
    "columns without their alias": ("<?php $q->select('id, plan')->from('Lieu l')->orderBy('nom DESC');", MODULE, {"lieu reads", "lieu.id reads", "lieu.plan reads", "lieu.nom reads"}),
    "a condition of a table class": ("<?php LieuTable::getInstance()->findBySql('plan > ?', array(3));", MODULE, {"lieu reads", "lieu.plan reads"}),
    "a value of an UPDATE in DQL": ("<?php $q->update('Lieu l')->set('l.plan', '?', 3);", MODULE, {"lieu writes", "lieu.plan writes"}),
    "an array that is written": ("<?php $c->insert('lieu', array('plan' => 3));", MODULE, {"lieu reads", "lieu.plan writes"}),
    "fromArray": ("<?php $l = new Lieu(); $l->fromArray(['plan' => 3]);", MODULE, {"lieu writes", "lieu.plan writes"}),
    "SQL put together": ("<?php $q = 'SELECT ' . 'plan' . ' FROM li' . 'eu WHERE id = ' . $id;", MODULE, {"lieu reads", "lieu.plan reads", "lieu.id reads"}),
    "SQL put together over calls": ("<?php $q = 'SELECT plan FROM lieu WHERE id = ' . $this->get($x[1]) . ' AND nom = 1';", MODULE, {"lieu reads", "lieu.plan reads", "lieu.id reads", "lieu.nom reads"}),
    "columns that only PHP knows": ('<?php $p->query("SELECT $columns FROM lieu");', MODULE, {"lieu reads", "lieu.* reads"}),
    "a table that only PHP knows": ("<?php $q = sprintf('UPDATE %s SET plan = %d', 'lieu', 3);", MODULE, {"lieu reads", "lieu.plan reads"}),
    "a comment before the statement": ("<?php $p->query('/* report */ SELECT plan FROM lieu');", MODULE, {"lieu reads", "lieu.plan reads"}),
    "a WITH takes no more than it names": ("<?php $p->query('WITH x AS (SELECT plan FROM lieu) SELECT * FROM x');", MODULE, {"lieu reads", "lieu.plan reads"}),
    "the second half of an INSERT": ("<?php $p->exec('INSERT INTO lieu (nom) VALUES (1) ON DUPLICATE KEY UPDATE plan = 3');", MODULE, {"lieu writes", "lieu.nom writes", "lieu.plan writes"}),
    "an UPDATE through a join": ("<?php $p->exec('UPDATE salle s JOIN lieu l ON l.id = s.lieu_id SET l.plan = s.note');", MODULE, {"salle reads", "lieu writes", "lieu.id reads", "salle.lieu_id reads", "lieu.plan writes", "salle.note reads"}),
    "a DELETE through a join": ("<?php $p->exec('DELETE l FROM salle s JOIN lieu l ON l.id = s.lieu_id');", MODULE, {"salle reads", "lieu writes", "lieu.id reads", "salle.lieu_id reads"}),
    "a loaded file": ("<?php $p->exec(\"LOAD DATA INFILE 'x' INTO TABLE lieu (nom)\");", MODULE, {"lieu writes", "lieu.* writes"}),
    "a widget": ("<?php $this->widgetSchema['plan'] = new sfWidgetFormInput();", MODULE, {"lieu.plan writes"}),
    "a widget by name": ("<?php $this->setWidget('plan', new sfWidgetFormInput());", MODULE, {"lieu.plan reads"}),
    "a list of names": ("<?php $l = new Lieu(); $f = explode(',', 'nom,plan');", MODULE, {"lieu writes", "lieu.nom reads", "lieu.plan reads"}),
    "a list that is no list of columns": ("<?php $l = new Lieu(); $f = explode(',', 'plan,route,train');", MODULE, {"lieu writes"}),
    "Twig's attribute()": ("{{ attribute(l, 'plan') }}", "templates/x.html.twig", {"lieu.plan reads"}),
    "a script": ("-- weekly\nSELECT plan FROM lieu;\nINSERT INTO lieu (nom) VALUES ('x');", "data/sql/report.sql", {"lieu reads", "lieu.plan reads"}),
    "a definition in a script": ("CREATE TABLE lieu (plan INT);", "data/sql/schema.sql", set()),
    "a route to a row": ("place:\n  url: /place/:plan\n  class: sfDoctrineRoute\n  options: { model: Lieu, type: object }\n", "apps/frontend/config/routing.yml", {"lieu.plan reads"}),
    "a task": ("<?php class T extends sfBaseTask { function execute($a = array(), $o = array()) { $this->c->exec('DELETE FROM lieu WHERE plan = 0'); } }", "lib/task/t.class.php", {"lieu writes", "lieu.plan reads"}),
    "a sentence with a column's word": ("<?php echo 'Lieu inconnu'; echo 'Le plan est vide, le lieu aussi';", MODULE, set()),
    "a template": ("<p>L'heure</p><?php echo $lieu->getPlan() ?>", TEMPLATE, {"lieu.plan reads"}),
    "an apostrophe outside PHP hides nothing": ("l'un <?= $l->getPlan() ?> l'autre", TEMPLATE, {"lieu.plan reads"}),
    "a comment uses nothing": ("<?php // $l->getPlan() \n # getPlan\n /* 'plan' */", MODULE, set()),
    "text outside PHP uses nothing": ("<p>plan, getPlan(), lieu</p>", TEMPLATE, set()),
    "a sentence uses nothing": ("<?php echo 'the plan of the place';", MODULE, set()),
}  # fmt: skip


def used(folder: Path, file: str, text: str) -> set[str]:
    for name, content in {"config/doctrine/schema.yml": SCHEMA, file: text}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(dedent(content), encoding="utf-8")
    found = read_usage(folder)
    return {
        f"{one.table}{'.' if one.column else ''}{one.column} {one.how}"
        for one in found.mentions
        if one.spot.file == file
    }


@pytest.mark.parametrize(("text", "file", "expected"), CASES.values(), ids=CASES)
def test_a_way_of_naming_is_recognised(
    tmp_path: Path, text: str, file: str, expected: set[str]
) -> None:
    assert used(tmp_path, file, text) == expected


def test_a_column_of_several_tables_goes_to_the_one_the_module_is_about(tmp_path: Path) -> None:
    (tmp_path / GENERATOR).parent.mkdir(parents=True)
    (tmp_path / GENERATOR).write_text("generator:\n  param:\n    model_class: Salle\n")

    assert used(tmp_path, TEMPLATE, "<?php echo $x->getNom() ?>") == {"salle.nom reads"}


def test_without_a_hint_it_goes_to_all_of_them_as_perhaps(tmp_path: Path) -> None:
    assert used(tmp_path, "lib/x.php", "<?php echo $x->getNom();") == {
        "salle.nom reads",
        "lieu.nom reads",
    }
    found = read_usage(tmp_path)
    assert {one.is_certain for one in found.mentions if one.spot.file == "lib/x.php"} == {False}


def test_a_generator_uses_the_columns_it_lists_each_at_its_line(tmp_path: Path) -> None:
    text = "generator:\n  param:\n    model_class: Salle\n    config:\n      list:\n        display: [nom, =note]\n"

    assert used(tmp_path, GENERATOR, text) == {
        "salle writes",
        "salle.nom reads",
        "salle.note reads",
    }
    found = read_usage(tmp_path).mentions
    assert {one.spot.line for one in found if one.column == "note" and one.module} == {6}


def test_twig_speaks_of_columns_with_dots(tmp_path: Path) -> None:
    text = "{% for l in lieux %}{{ l.plan|upper }}{% endfor %} plan"

    assert used(tmp_path, "templates/x.html.twig", text) == {"lieu.plan reads"}


def test_the_schema_declares_with_its_line(tmp_path: Path) -> None:
    found = used(tmp_path, "config/doctrine/schema.yml", SCHEMA)

    assert {"salle.note declares", "lieu declares"} <= found


def test_a_schema_that_cannot_be_read_is_a_doubt_not_a_crash(tmp_path: Path) -> None:
    (tmp_path / "config/doctrine").mkdir(parents=True)
    (tmp_path / "config/doctrine/schema.yml").write_text("Salle:\n\tcolumns: [\n")

    assert read_usage(tmp_path).doubts


ENTITIES = {
    "attributes": """<?php
        namespace App\\Entity;
        #[ORM\\Entity]
        #[ORM\\Table(name: 'site')]
        class Place
        {
            #[ORM\\Id, ORM\\Column]
            private ?int $id = null;
            #[ORM\\Column(name: 'cp', length: 5)]
            private string $codePostal;
            #[ORM\\Column(type: 'decimal')]
            private $surfaceUtile;
            #[ORM\\ManyToOne(targetEntity: Lieu::class)]
            private ?Lieu $lieu = null;
            private $nowhere;
        }
        """,
    "annotations": """<?php
        /**
         * @ORM\\Entity(repositoryClass="App\\Repository\\PlaceRepository")
         * @ORM\\Table(name="site")
         */
        class Place
        {
            /** @ORM\\Id @ORM\\Column(type="integer") */
            private $id;
            /** @ORM\\Column(name="cp", type="string", length=5) */
            private $codePostal;
            /** @ORM\\Column(type="decimal") */
            private $surfaceUtile;
            /**
             * @ORM\\ManyToOne(targetEntity="Lieu")
             * @ORM\\JoinColumn(name="lieu_id")
             */
            private $lieu;
            private $nowhere;
        }
        """,
}


@pytest.mark.parametrize("text", ENTITIES.values(), ids=ENTITIES)
def test_an_entity_declares_its_columns_without_any_schema(tmp_path: Path, text: str) -> None:
    found = used(tmp_path, "src/Entity/Place.php", text)

    assert {one for one in found if one.endswith("declares")} == {
        "site declares",
        *(f"site.{name} declares" for name in ("id", "cp", "surface_utile", "lieu_id")),
    }


def test_a_class_without_mapping_declares_nothing(tmp_path: Path) -> None:
    assert used(tmp_path, "src/Place.php", "<?php class Place { private $plan; }") == set()


@pytest.mark.parametrize(
    ("file", "is_source"),
    [
        ("apps/frontend/modules/log/actions/actions.class.php", True),
        ("apps/frontend/modules/test/templates/indexSuccess.php", True),
        ("templates/cache/list.html.twig", True),
        ("plugins/logPlugin/lib/cache/Places.class.php", True),
        ("test/functional/frontend/salleTest.php", False),
        ("plugins/logPlugin/test/unit/salleTest.php", False),
        ("var/cache/prod/Container.php", False),
        ("cache/frontend/prod/config/config_autoload.yml.php", False),
        ("data/fixtures/old.sql", False),
        ("web/uploads/note.php", False),
        ("lib/vendor/symfony/lib/plugins/x.php", False),
        ("apps/frontend/modules/salle/node_modules/x.php", False),
    ],
)
def test_a_module_may_be_called_as_a_folder_without_source(
    tmp_path: Path, file: str, is_source: bool
) -> None:
    text = "{{ salle.code_postal }}" if file.endswith("twig") else "<?php $salle->getCodePostal();"
    found = used(tmp_path, file, "SELECT code_postal FROM salle" if file.endswith("sql") else text)

    assert any(one.startswith("salle.code_postal reads") for one in found) is is_source


def test_a_column_that_php_calls_otherwise_is_found(tmp_path: Path) -> None:
    schema = SCHEMA.replace("note: clob", "note: { name: nte as note, type: clob }")
    path = tmp_path / "config/doctrine/schema.yml"
    path.parent.mkdir(parents=True)
    path.write_text(schema)
    source = tmp_path / MODULE
    source.parent.mkdir(parents=True)
    source.write_text("<?php echo $s->getNote(); $q->where('s.note = ?', 1);")

    found = [one for one in read_usage(tmp_path).mentions if one.spot.file == MODULE]

    assert [(one.table, one.column) for one in found] == [("salle", "nte")]
