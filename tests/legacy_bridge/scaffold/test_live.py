from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from demo.stack.database import Database
from legacy_bridge.scaffold.live import (
    DatabaseAway,
    LiveColumn,
    LiveTable,
    differences,
    live_tables,
)
from legacy_bridge.symfony1.schema.project import read_schema
from legacy_bridge.symfony1.schema.reading import schema_of
from legacy_bridge.symfony1.schema.values import Model
from legacy_bridge.symfony1.sfyaml.files import parsed_yaml

GESTION = Path(__file__).resolve().parents[3] / "demo/gestion"
YML = """
Garden:
  columns:
    nom: { type: string(100), notnull: true }
    statut: { type: enum, values: [a, b] }
    ouvert: boolean
    vu: date
"""


def model() -> Model:
    return schema_of([parsed_yaml(YML, "schema.yml")]).models["Garden"]


def table(**columns: LiveColumn) -> LiveTable:
    usual = {
        "id": LiveColumn("id", "BIGINT", False),
        "nom": LiveColumn("nom", "VARCHAR(100)", False),
        "statut": LiveColumn("statut", "ENUM('A','B')", True, ("a", "b")),
        "ouvert": LiveColumn("ouvert", "TINYINT(1)", True),
        "vu": LiveColumn("vu", "DATE", True),
    }
    return LiveTable("garden", {**usual, **columns})


@pytest.mark.parametrize(
    "columns, said",
    [
        pytest.param({}, [], id="the same"),
        pytest.param({"nom": LiveColumn("nom", "VARCHAR(80)", False)}, ["schema.yml:4: garden.nom: VARCHAR(100) here, VARCHAR(80) in the database, which is taken"], id="shorter"),
        pytest.param({"nom": LiveColumn("nom", "VARCHAR(100)", True)}, ["schema.yml:4: garden.nom: NOT NULL here, NULL in the database, which is taken"], id="nullable"),
        pytest.param({"statut": LiveColumn("statut", "ENUM", True, ("a", "c"))}, ["schema.yml:5: garden.statut: enum of a, b here, of a, c in the database"], id="other members"),
        pytest.param({"vu": LiveColumn("vu", "DATE", True, unreal=7)}, ["schema.yml:7: garden.vu: 7 rows hold a date that is no day; it is kept as it is"], id="zero dates"),
        pytest.param({"plus": LiveColumn("plus", "TEXT", True)}, ["schema.yml:2: garden.plus TEXT: in the database, not in the schema"], id="a stranger"),
    ],
)  # fmt: skip
def test_where_the_database_differs_is_said_with_the_schemas_line(columns, said) -> None:
    assert [str(one) for one in differences(model(), table(**columns))] == said


def test_a_table_or_column_that_is_not_there_is_said() -> None:
    short = LiveTable("garden", {k: v for k, v in table().columns.items() if k != "vu"})

    assert [one.text for one in differences(model(), None)] == ["the database has no table garden"]
    assert [one.text for one in differences(model(), short)] == [
        "garden.vu: the database has no such column"
    ]


def test_tables_are_read_from_a_database(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/a.db"
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE garden (id BIGINT NOT NULL, nom VARCHAR(9))"))
    engine.dispose()

    found = live_tables(url, ["garden", "nothing"])

    assert list(found) == ["garden"]
    assert found["garden"].columns["nom"] == LiveColumn("nom", "VARCHAR(9)", True)


def test_a_database_that_is_away_is_said_without_its_password() -> None:
    with pytest.raises(DatabaseAway, match="cannot be read") as refused:
        live_tables("mysql://me:secret@127.0.0.1:9/x", ["a"])

    assert "secret" not in str(refused.value)


@pytest.mark.stack
def test_the_demos_database_is_what_its_schema_says_but_for_its_traps(database: Database) -> None:
    models = [one for one in read_schema(GESTION).models.values() if not one.owner]
    tables = live_tables(database.url, [one.table for one in models])
    said = [str(one) for model in models for one in differences(model, tables.get(model.table))]

    assert any("rows hold a date that is no day" in one for one in said)
    assert [one for one in said if "no such column" in one or "not in the schema" in one] == []
