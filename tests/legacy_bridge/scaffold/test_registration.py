import pytest

from legacy_bridge.scaffold.registration import ListUnreadable, registered

ORDER = ["reference_lists", "events", "companies", "housing"]
LOTS = '''"""The lots."""

from modules.kernel.lot import Lot
from modules.reference_lists.lot import LOT as REFERENCE_LISTS

LOTS: tuple[Lot, ...] = (REFERENCE_LISTS,)
'''


def test_a_lot_comes_where_the_migration_takes_it() -> None:
    later = registered(LOTS, "housing", ORDER)
    found = registered(later, "events", ORDER)

    assert (
        found
        == '''"""The lots."""

from modules.events.lot import LOT as EVENTS
from modules.housing.lot import LOT as HOUSING
from modules.kernel.lot import Lot
from modules.reference_lists.lot import LOT as REFERENCE_LISTS

LOTS: tuple[Lot, ...] = (REFERENCE_LISTS, EVENTS, HOUSING)
'''
    )


def test_a_lot_that_the_order_does_not_know_comes_last() -> None:
    assert "(REFERENCE_LISTS, ZOO)" in registered(LOTS, "zoo", ORDER)


def test_a_lot_that_is_there_changes_nothing() -> None:
    assert registered(LOTS, "reference_lists", ORDER) == LOTS


def test_many_lots_stand_one_a_line() -> None:
    text = LOTS
    for name in (
        "a_very_long_name_of_a_lot",
        "another_long_name_of_a_lot",
        "yet_another_long_name",
    ):
        text = registered(text, name, [])

    assert text.endswith(
        "LOTS: tuple[Lot, ...] = (\n    REFERENCE_LISTS,\n    A_VERY_LONG_NAME_OF_A_LOT,\n"
        "    ANOTHER_LONG_NAME_OF_A_LOT,\n    YET_ANOTHER_LONG_NAME,\n)\n"
    )


def test_a_list_that_somebody_rewrote_is_left_alone() -> None:
    with pytest.raises(ListUnreadable, match="by hand"):
        registered("LOTS = discover()\n", "events", ORDER)
