from pathlib import Path

import pytest

from legacy_bridge.symfony1.places import Spot
from legacy_bridge.symfony1.schema.project import read_schema
from legacy_bridge.symfony1.schema.reading import schema_of
from legacy_bridge.symfony1.schema.values import Schema
from legacy_bridge.symfony1.sfyaml.files import parsed_yaml

ROOT = Path(__file__).resolve().parents[4]
GESTION = ROOT / "demo/gestion"
CORPUS = ROOT.parent / "shared/symfony14-corpus"


def schema(*texts: str) -> Schema:
    return schema_of([parsed_yaml(text, f"{n}.yml") for n, text in enumerate(texts)])


def test_later_files_lay_over_earlier_ones_and_the_class_keeps_its_place() -> None:
    plugin = "User:\n  actAs: [Timestampable]\n  columns:\n    name: string(9)\n"
    project = "options: { charset: utf8 }\nUser:\n  columns:\n    name: { type: string(20) }\n    age: integer(1)\n"

    user = schema(plugin, project).models["User"]

    assert [*user.columns] == ["id", "name", "age", "created_at", "updated_at"]
    assert user.columns["name"].length == 20
    assert user.options == {"charset": "utf8"}
    assert user.columns["name"].spot == Spot("1.yml", 4)
    assert user.columns["age"].spot == Spot("1.yml", 5)


def test_a_relation_knows_its_ends_and_its_opposite() -> None:
    text = """
Town: { columns: { name: string(9) } }
House:
  columns: { town_id: { type: integer, notnull: true } }
  relations: { Town: { foreignAlias: Houses } }
"""
    models = schema(text).models
    town, houses = models["House"].relations["Town"], models["Town"].relations["Houses"]

    assert (town.local, town.foreign, town.is_many) == ("town_id", "id", False)
    assert (houses.local, houses.foreign, houses.is_many) == ("id", "town_id", True)
    assert models["House"].relation_of("town_id") is town
    assert models["House"].relation_of("id") is None


def test_relations_are_detected_where_the_class_asks_for_it() -> None:
    text = "Town: { columns: { name: string(9) } }\nHouse:\n  detect_relations: true\n  columns: { town_id: integer }\n"

    assert schema(text).models["House"].relations["Town"].local == "town_id"


@pytest.mark.parametrize(
    "text, doubt",
    [
        pytest.param("- a\n", "0.yml:1: this is no schema: a list or a lone value", id="a list"),
        pytest.param("A: 3\n", "0.yml:1: A: a class is a mapping; it is left out", id="a number"),
        pytest.param("propel:\n  _attributes: ~\n", "0.yml:1: a Propel schema (propel): Doctrine's dialect is the one that is read", id="Propel"),
        pytest.param("A:\n  colums: ~\n", "0.yml:2: A: 'colums' is no word of a schema; it is not read", id="a misspelt word"),
        pytest.param("A:\n  actAs: [Blameable]\n", "0.yml:2: A: behaviour Blameable is not known; columns it adds are left out", id="a behaviour"),
        pytest.param("A:\n  columns:\n    b: datatime\n", "0.yml:3: A.b: type 'datatime' goes to SQL as it is written", id="a type"),
        pytest.param("A:\n  relations:\n    B: ~\n", "0.yml:3: A.B: no schema defines B; left out", id="a relation to nobody"),
        pytest.param("A:\n  relations:\n    B: 3\n", "0.yml:3: A.B: a relation is a mapping; left out", id="a relation of a number"),
        pytest.param("A:\n  inheritance: { extends: B }\n", "0.yml:2: A extends B, which no schema defines", id="a parent that is not there"),
        pytest.param("A:\n  indexes:\n    b: ~\n", "0.yml:3: A: index b names no fields; it is left out", id="an empty index"),
        pytest.param("A:\n  actAs: { I18n: { fields: [b] } }\n", "0.yml:1: A: I18n names b, no column of it", id="a translated stranger"),
        pytest.param("A:\n  columns: { b: string(9) }\n  actAs: { I18n: { fields: [b], actAs: [Odd] } }\n", "0.yml:1: A: behaviour Odd inside I18n is unknown", id="a behaviour inside"),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_said_with_its_line(text: str, doubt: str) -> None:
    assert [str(one) for one in schema(text).doubts] == [doubt]


@pytest.mark.parametrize("text", ["", "# nothing\n", "A: ~\n", "A:\n  columns: ~\n  actAs: ~\n"])
def test_next_to_nothing_is_a_schema_too(text: str) -> None:
    assert schema(text).doubts == ()


def test_a_class_that_extends_itself_is_read_once() -> None:
    text = "A: { inheritance: { extends: B, type: simple } }\nB: { inheritance: { extends: A, type: simple } }\n"

    found = schema(text)

    assert set(found.models) == {"A", "B"}
    assert [str(one) for one in found.doubts] == [
        "0.yml:1: A extends itself; left out",
        "0.yml:2: B extends itself; left out",
    ]


def test_the_demo_is_read_whole() -> None:
    found = read_schema(GESTION)

    assert found.doubts == ()
    assert found.models["Evenement"].relation_of("organisateur_id")
    assert found.models["Conjoint"].columns["secteurs"].is_serialized
    assert found.by_table("evenement") is found.models["Evenement"]
    assert found.by_table("nope") is None
    assert found.models["sfGuardUser"].spot.file.startswith("plugins/sfDoctrineGuardPlugin/")


def test_defaults_of_databases_yml_reach_every_table(tmp_path: Path) -> None:
    (tmp_path / "config/doctrine").mkdir(parents=True)
    (tmp_path / "config/doctrine/schema.yml").write_text("A: { columns: { b: integer } }\n")
    (tmp_path / "config/databases.yml").write_text(
        "all:\n  doctrine:\n    class: sfDoctrineDatabase\n    param:\n"
        "      attributes: { default_table_charset: utf8, use_dql_callbacks: true }\n"
    )

    assert read_schema(tmp_path).models["A"].options == {"charset": "utf8"}


def test_a_file_that_cannot_be_read_is_a_doubt(tmp_path: Path) -> None:
    (tmp_path / "config/doctrine").mkdir(parents=True)
    (tmp_path / "config/doctrine/a.yml").write_text("A:\n\tcolumns: ~\n")
    (tmp_path / "config/doctrine/b.yml").write_text("B: { columns: { b: integer } }\n")
    found = read_schema(tmp_path)

    assert [*found.models] == ["B"]
    assert found.doubts[0].spot == Spot("config/doctrine/a.yml", 2)


@pytest.mark.parametrize("project", sorted(CORPUS.glob("*__*")) or [None], ids=str)
def test_projects_of_other_people_are_read_without_a_fault(project: Path | None) -> None:
    if project is None:
        pytest.skip("no third-party projects beside this clone")

    assert read_schema(project).models
