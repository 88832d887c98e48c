"""The tests of a generated lot: its manifest, its tables, its descriptions."""

from legacy_bridge.scaffold.code import Code, Group, Table, imports, text, written
from legacy_bridge.scaffold.draft import LotDraft
from legacy_bridge.scaffold.pages import PageSet


def lot_tests(lot: LotDraft, pages: list[PageSet]) -> dict[str, str]:
    """The files of tests, by their path."""
    home = f"tests/modules/{lot.name}"
    return {
        f"{home}/test_lot.py": _test_lot(lot),
        f"{home}/test_models.py": _test_models(lot),
        f"{home}/views/test_pages.py": _test_pages(lot, pages),
    }


def _test_lot(lot: LotDraft) -> str:
    used = {
        f"modules.{lot.name}.lot": {"LOT"},
        f"modules.{lot.name}.models": {"Base"},
        f"modules.{lot.name}.views": {"PAGES"},
    }
    return f"""{imports(used)}


def test_the_lot_replaces_the_modules_of_its_pages() -> None:
    assert set(LOT.replaces) == {{pages.module for pages in PAGES}}


def test_the_lots_tables_are_those_of_its_pages() -> None:
    assert {{pages.form_name for pages in PAGES}} <= set(LOT.tables)
    assert set(LOT.tables) <= set(Base.metadata.tables)
"""


def _test_models(lot: LotDraft) -> str:
    used = {f"modules.{lot.name}.models": {"Base"}}
    expected = Table(
        tuple(
            (text(one.model.table), Group(tuple(map(text, one.columns))))
            for one in lot.models.values()
            if one.is_own
        )
    )
    return f"""\"\"\"The lot's tables, as the legacy schema had them when the lot was generated.\"\"\"

import pytest

{imports(used)}

{written(expected, before="COLUMNS = ")}


@pytest.mark.parametrize("table", COLUMNS)
def test_a_model_has_the_columns_of_its_legacy_table(table: str) -> None:
    mapped = Base.metadata.tables[table].columns

    assert {{column.name for column in mapped}} == set(COLUMNS[table])
"""


def _test_pages(lot: LotDraft, pages: list[PageSet]) -> str:
    used = {f"modules.{lot.name}.views": {"PAGES"}}
    expected: list[tuple[str, Code]] = []
    for one in pages:
        title = one.module.generator.titles["list"] or f"{one.module.generator.model} list"
        facts = Group((text(one.module.prefix), text(one.module.generator.model), text(title)))
        expected.append((text(one.module.name), facts))
    return f"""\"\"\"The lot's page sets, as generator.yml and routing.yml had them.\"\"\"

{imports(used)}

{written(Table(tuple(expected)), before="EXPECTED = ")}


def test_a_page_set_answers_for_its_module() -> None:
    found = {{one.module: (one.prefix, one.legacy_model, one.titles.list) for one in PAGES}}

    assert found == EXPECTED


def test_a_page_set_shows_columns_and_fields() -> None:
    assert [one.module for one in PAGES if not (one.columns and one.fields)] == []
"""
