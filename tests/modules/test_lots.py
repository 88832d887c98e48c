from pkgutil import resolve_name

import pytest
from flask import Blueprint

from modules.kernel.lot import Lot
from modules.lots import LOTS

BY_LOT = pytest.mark.parametrize("lot", LOTS, ids=lambda lot: lot.name)


@BY_LOT
def test_a_lots_blueprint_can_be_found(lot: Lot) -> None:
    assert isinstance(resolve_name(lot.blueprint), Blueprint)


@BY_LOT
def test_a_lot_lives_in_the_package_of_its_name(lot: Lot) -> None:
    assert lot.blueprint.startswith(f"modules.{lot.name}.")


@BY_LOT
def test_a_lot_needs_lots_that_exist(lot: Lot) -> None:
    assert set(lot.needs) <= {other.name for other in LOTS}


def test_no_two_lots_have_one_name_or_write_one_table() -> None:
    tables = [table for lot in LOTS for table in lot.tables]

    assert len({lot.name for lot in LOTS}) == len(LOTS)
    assert len(set(tables)) == len(tables)


@BY_LOT
def test_every_table_a_lot_maps_is_in_its_manifest(lot: Lot) -> None:
    base = resolve_name(f"modules.{lot.name}.models:Base")
    mapped = {mapper.local_table.name for mapper in base.registry.mappers}
    named = {name.partition(".")[0] for name in (*lot.tables, *lot.reads, *lot.writes)}

    assert mapped - named == set()
