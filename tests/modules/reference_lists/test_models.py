import re
from pathlib import Path

import pytest
from sqlalchemy import Table

from modules.kernel.columns import StoredEnum
from modules.reference_lists.models import (
    Base,
    Childcare,
    District,
    Municipality,
    Partner,
    ProcedureKind,
    School,
)

SCHEMA = (Path(__file__).resolve().parents[3] / "demo/data/schema.sql").read_text(encoding="utf-8")


def declared(table: str) -> dict[str, str]:
    """The columns of a table and their declaration, as the legacy schema has them."""
    body = re.search(rf"CREATE TABLE `{table}` \((.*?)\n\) ENGINE", SCHEMA, re.DOTALL)
    assert body
    return dict(re.findall(r"^  `(\w+)` (.*?),?$", body[1], re.MULTILINE))


@pytest.mark.parametrize("table", Base.metadata.sorted_tables, ids=str)
def test_a_model_has_the_columns_of_its_legacy_table(table: Table) -> None:
    assert set(table.columns.keys()) == set(declared(table.name))


@pytest.mark.parametrize("table", Base.metadata.sorted_tables, ids=str)
def test_an_enum_has_the_members_of_its_legacy_column(table: Table) -> None:
    columns = declared(table.name)
    for column in table.columns:
        members = re.findall(r"'([^']*)'", columns[column.name].partition(")")[0])

        assert isinstance(column.type, StoredEnum) == columns[column.name].startswith("ENUM")
        if isinstance(column.type, StoredEnum):
            assert list(column.type.members) == members


@pytest.mark.parametrize("table", Base.metadata.sorted_tables, ids=str)
def test_a_fresh_row_holds_what_the_legacy_column_defaults_to(table: Table) -> None:
    columns = declared(table.name)
    for column in table.columns:
        default = re.search(r"DEFAULT '?(\w+)'?", columns[column.name])
        expected = default[1] if default and default[1] != "NULL" else None

        assert {False: "0"}.get(column.info.get("fresh"), column.info.get("fresh")) == expected


@pytest.mark.parametrize(
    "row",
    [
        Municipality(name="x"),
        District(name="x"),
        School(name="x"),
        Childcare(name="x"),
        Partner(name="x"),
        ProcedureKind(label="x"),
    ],
    ids=lambda row: type(row).__name__,
)
def test_a_row_is_called_by_its_name(row: object) -> None:
    assert str(row) == "x"
