"""The SQL of a schema: Doctrine's own rules in tables, then whole captured databases."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from legacy_bridge.symfony1.schema.ddl import ddl_of
from legacy_bridge.symfony1.schema.reading import schema_of
from legacy_bridge.symfony1.schema.values import Schema
from legacy_bridge.symfony1.sfyaml.files import parsed_yaml, read_yaml

SHARED = Path(__file__).resolve().parents[5] / "shared"
CAPTURED = SHARED / "capture/config"
PLUGINS = SHARED / "symfony14-corpus/pgodel__asandbox/plugins"
SITES: dict[str, tuple[Sequence[Path], Path, dict[str, str]]] = {
    "accueil": (
        (
            PLUGINS / "sfDoctrineGuardPlugin/config/doctrine/schema.yml",
            CAPTURED / "accueil/config/doctrine/schema.yml",
        ),
        CAPTURED / "accueil/config/schema.generated.sql",
        {},
    ),
    "asandbox": (
        tuple(
            PLUGINS / f"{name}/config/doctrine/schema.yml"
            for name in (
                "sfDoctrineGuardPlugin", "sfDoctrineActAsTaggablePlugin", "apostrophePlugin",
                "apostropheBlogPlugin", "apostropheExtraSlotsPlugin",
            )
        ),
        CAPTURED / "asandbox/schema.generated.sql",
        {"charset": "utf8", "collate": "utf8_general_ci"},
    ),
}  # fmt: skip


def schema(*texts: str) -> Schema:
    return schema_of([parsed_yaml(text, f"{n}.yml") for n, text in enumerate(texts)])


def table(text: str, name: str = "thing") -> str:
    """What stands between the brackets of a table's statement."""
    (found,) = (one for one in ddl_of(schema(text)) if one.startswith(f"CREATE TABLE {name} ("))
    return found.partition("(")[2].rpartition(", PRIMARY KEY")[0]


@pytest.mark.parametrize("site", SITES)
def test_the_sql_of_a_captured_site_is_doctrines_statement_for_statement(site: str) -> None:
    files, sql, defaults = SITES[site]
    if not sql.is_file():
        pytest.skip("the captured SQL is not beside this clone")
    expected = {line.strip().rstrip(";") for line in sql.read_text().splitlines() if line.strip()}

    found = schema_of([read_yaml(file) for file in files], defaults)

    assert set(ddl_of(found)) == expected


@pytest.mark.parametrize(
    "written, expected",
    [
        pytest.param("string(255)", "VARCHAR(255)", id="short text"),
        pytest.param("string(256)", "TEXT", id="long text"),
        pytest.param("string", "TEXT", id="text without a length"),
        pytest.param("{ type: string, default: x }", "VARCHAR(255) DEFAULT 'x'", id="with default"),
        pytest.param("{ type: string(2), fixed: true }", "CHAR(2)", id="fixed"),
        pytest.param("{ type: string, length: 30 }", "VARCHAR(30)", id="length apart"),
        pytest.param("{ type: string, size: 30 }", "VARCHAR(30)", id="size"),
        pytest.param("{ type: string(1000), default: x }", "TEXT", id="no default on long texts"),
        pytest.param("varchar(40)", "VARCHAR(40)", id="varchar"),
        pytest.param("char(3)", "CHAR(3)", id="char"),
        pytest.param("clob", "LONGTEXT", id="clob"),
        pytest.param("clob(65000)", "TEXT", id="sized clob"),
        pytest.param("clob(200)", "TINYTEXT", id="small clob"),
        pytest.param("blob(70000)", "MEDIUMBLOB", id="sized blob"),
        pytest.param("array", "LONGTEXT", id="serialized"),
        pytest.param("integer", "BIGINT", id="integer"),
        pytest.param("integer(1)", "TINYINT", id="one byte"),
        pytest.param("integer(3)", "MEDIUMINT", id="three bytes"),
        pytest.param("{ type: integer(2), unsigned: true }", "SMALLINT UNSIGNED", id="unsigned"),
        pytest.param("{ type: integer(4), default: 0 }", "INT DEFAULT 0", id="number by default"),
        pytest.param(
            "{ type: integer, unique: true, notnull: true }", "BIGINT UNIQUE NOT NULL",
            id="unique before NOT NULL in integers",
        ),
        pytest.param(
            "{ type: string(9), unique: true, notnull: true }", "VARCHAR(9) NOT NULL UNIQUE",
            id="after it in texts",
        ),
        pytest.param("{ type: boolean, default: false }", "TINYINT(1) DEFAULT '0'", id="boolean"),
        pytest.param("decimal(8,3)", "DECIMAL(8, 3)", id="decimal in short"),
        pytest.param("{ type: decimal(8), scale: 1 }", "DECIMAL(8, 1)", id="decimal with scale"),
        pytest.param("decimal", "DECIMAL(18, 2)", id="decimal"),
        pytest.param("float", "FLOAT(18, 2)", id="float"),
        pytest.param("timestamp", "DATETIME", id="timestamp"),
        pytest.param("time", "TIME", id="time"),
        pytest.param("{ type: enum, values: [a, b], default: a }", "VARCHAR(255) DEFAULT 'a'", id="enum"),
        pytest.param("{ type: string(9), default: \"l'a\" }", r"VARCHAR(9) DEFAULT 'l\'a'", id="quote"),
        pytest.param("{ type: date, default: ~ }", "DATE", id="no default"),
        pytest.param("json", "json", id="a type Doctrine does not know"),
    ],
)  # fmt: skip
def test_a_column_has_doctrines_type(written: str, expected: str) -> None:
    assert (
        table(f"Thing:\n  columns:\n    a: {written}\n")
        == f"id BIGINT AUTO_INCREMENT, a {expected}"
    )


STAMPS = "created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL"


@pytest.mark.parametrize(
    "acts, expected",
    [
        pytest.param("Timestampable", STAMPS, id="a name"),
        pytest.param("[Timestampable]", STAMPS, id="a list"),
        pytest.param("{ Timestampable: ~ }", STAMPS, id="a mapping"),
        pytest.param(
            "{ Timestampable: { updated: { disabled: true } } }", "created_at DATETIME NOT NULL",
            id="without the change",
        ),
        pytest.param(
            "{ Timestampable: { created: { name: born, type: date } } }",
            "born DATE NOT NULL, updated_at DATETIME NOT NULL", id="another name and type",
        ),
        pytest.param(
            "{ Sluggable: { fields: [a] } }",
            "slug VARCHAR(255), UNIQUE INDEX thing_sluggable_idx (slug)", id="slug",
        ),
        pytest.param(
            "{ Sluggable: { fields: [a], unique: false, name: s, length: 50 } }", "s VARCHAR(50)",
            id="slug of another name, not unique",
        ),
        pytest.param("SoftDelete", "deleted_at DATETIME", id="soft delete"),
        pytest.param(
            "{ SoftDelete: { type: boolean } }", "deleted TINYINT(1) DEFAULT '0' NOT NULL",
            id="soft delete by a flag",
        ),
        pytest.param("NestedSet", "lft INT, rgt INT, level SMALLINT", id="tree"),
        pytest.param(
            "{ NestedSet: { hasManyRoots: true } }",
            "root_id BIGINT, lft INT, rgt INT, level SMALLINT", id="trees",
        ),
        pytest.param(
            "Geographical", "latitude DECIMAL(10, 6), longitude DECIMAL(10, 6)", id="place",
        ),
        pytest.param("Versionable", "version BIGINT", id="versions"),
        pytest.param("Searchable", "", id="search"),
        pytest.param("Taggable", "", id="tags live in a plugin's table"),
    ],
)  # fmt: skip
def test_a_behaviour_adds_its_columns(acts: str, expected: str) -> None:
    text = f"Thing:\n  actAs: {acts}\n  columns: {{ a: string(9) }}\n"

    assert table(text) == ", ".join(
        filter(None, ("id BIGINT AUTO_INCREMENT, a VARCHAR(9)", expected))
    )


def test_versions_and_search_words_have_tables_of_their_own() -> None:
    text = "Thing:\n  actAs: [Versionable, Searchable]\n  columns: { a: { type: string(9), unique: true } }\n"

    assert ddl_of(schema(text))[1:] == (
        "CREATE TABLE thing_index (id BIGINT, keyword VARCHAR(200), field VARCHAR(50), position BIGINT, PRIMARY KEY(id, keyword, field, position))",
        "CREATE TABLE thing_version (id BIGINT, a VARCHAR(9), version BIGINT, PRIMARY KEY(id, version))",
        "ALTER TABLE thing_index ADD CONSTRAINT thing_index_id_thing_id FOREIGN KEY (id) REFERENCES thing(id) ON UPDATE CASCADE ON DELETE CASCADE",
        "ALTER TABLE thing_version ADD CONSTRAINT thing_version_id_thing_id FOREIGN KEY (id) REFERENCES thing(id) ON UPDATE CASCADE ON DELETE CASCADE",
    )  # fmt: skip


def test_translations_take_their_columns_along() -> None:
    text = """
Thing:
  actAs: { I18n: { fields: [title], actAs: { Sluggable: { fields: [title], uniqueBy: [lang] } } } }
  columns: { title: string(99), place: string(9) }
"""
    own, translated, key = ddl_of(schema(text))

    assert own == "CREATE TABLE thing (id BIGINT AUTO_INCREMENT, place VARCHAR(9), PRIMARY KEY(id))"
    assert translated == (
        "CREATE TABLE thing_translation (id BIGINT, title VARCHAR(99), lang CHAR(2),"
        " slug VARCHAR(255), UNIQUE INDEX thing_translation_sluggable_idx (slug, lang),"
        " PRIMARY KEY(id, lang))"
    )
    assert key.endswith("ON UPDATE CASCADE ON DELETE CASCADE")


def test_a_foreign_key_gets_an_index_unless_one_has_its_column_alone() -> None:
    text = """
Owner: { columns: { name: string(9) } }
Thing:
  columns: { owner_id: integer, keeper_id: integer }
  indexes: { mine: { fields: [owner_id] }, both: { fields: [keeper_id, owner_id] } }
  relations:
    Owner: { onDelete: cascade }
    Keeper: { class: Owner, local: keeper_id, onUpdate: CASCADE, onDelete: set null }
"""
    assert (
        "INDEX mine_idx (owner_id), INDEX both_idx (keeper_id, owner_id), INDEX keeper_id_idx (keeper_id)"
        in table(text)
    )
    assert ddl_of(schema(text))[2:] == (
        "ALTER TABLE thing ADD CONSTRAINT thing_owner_id_owner_id FOREIGN KEY (owner_id) REFERENCES owner(id) ON DELETE CASCADE",
        "ALTER TABLE thing ADD CONSTRAINT thing_keeper_id_owner_id FOREIGN KEY (keeper_id) REFERENCES owner(id) ON UPDATE CASCADE ON DELETE SET NULL",
    )


def test_a_table_with_no_key_of_its_own_still_points_to_another() -> None:
    text = (
        "Thing: { columns: { id: { type: integer, primary: false }, home_id: integer },"
        " relations: { Home: ~ } }\n"
        "Home: { columns: { name: string(9) } }\n"
    )

    assert [one for one in ddl_of(schema(text)) if " thing " in one] == [
        "CREATE TABLE thing (id BIGINT, home_id BIGINT, INDEX home_id_idx (home_id))",
        "ALTER TABLE thing ADD CONSTRAINT thing_home_id_home_id FOREIGN KEY (home_id) REFERENCES home(id)",
    ]


def test_a_name_too_long_for_mysql_is_made_of_first_letters_and_numbered() -> None:
    long = "VeryLongNameOfAClassThatNobodyShouldHaveChosen"
    text = f"""
{long}: {{ columns: {{ name: string(9) }} }}
Thing:
  columns: {{ a_id: integer, az_id: integer }}
  relations:
    A: {{ class: {long}, local: a_id }}
    B: {{ class: {long}, local: az_id }}
"""
    names = [one.split()[5] for one in ddl_of(schema(text)) if one.startswith("ALTER")]

    assert names == ["tavi", "tavi_1"]


def test_children_share_a_table_and_their_parent_has_the_index_of_what_tells_them_apart() -> None:
    text = """
Slot: { columns: { value: clob } }
Button: { inheritance: { extends: Slot, type: column_aggregation, keyValue: button }, columns: { url: string(9) } }
"""
    plain, indexed = ddl_of(schema(text))

    assert (
        plain
        == "CREATE TABLE slot (id BIGINT AUTO_INCREMENT, value LONGTEXT, type VARCHAR(255), url VARCHAR(9), PRIMARY KEY(id))"
    )
    assert "INDEX slot_type_idx (type)" in indexed


def test_concrete_children_have_all_columns_in_a_table_of_their_own() -> None:
    text = """
Base: { columns: { a: string(1) } }
Thing: { inheritance: { extends: Base, type: concrete }, columns: { b: string(2) } }
"""
    assert table(text) == "id BIGINT AUTO_INCREMENT, a VARCHAR(1), b VARCHAR(2)"


@pytest.mark.parametrize(
    "export, statements",
    [
        pytest.param("[all, constraints]", 2, id="all but constraints"),
        pytest.param("none", 1, id="nothing"),
        pytest.param("tables", 2, id="tables"),
        pytest.param("all", 3, id="all"),
    ],
)
def test_a_class_may_keep_its_table_or_its_constraints_out(export: str, statements: int) -> None:
    text = f"""
Tag: {{ columns: {{ name: string(9) }} }}
Tagging:
  columns: {{ tag_id: integer }}
  relations: {{ Tag: ~ }}
  attributes: {{ export: {export} }}
"""
    assert len(ddl_of(schema(text))) == statements
