"""The whole invented world, table by table, and the SQL that holds it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from demo.data.companies import add_companies
from demo.data.employment import add_employment
from demo.data.events import add_events
from demo.data.housing import add_housing
from demo.data.lists import add_lists
from demo.data.newcomers import add_newcomers
from demo.data.places import add_places
from demo.data.records import add_records
from demo.data.sql import script
from demo.data.staff import add_staff
from demo.data.support import add_support
from demo.data.traps.activity import ACTIVITY
from demo.data.traps.companies import COMPANIES
from demo.data.traps.households import HOUSEHOLDS
from demo.data.traps.lists import LISTS
from demo.data.traps.trap import Deck, Trap
from demo.data.world import SIZES, World

SCHEMA = Path(__file__).with_name("schema.sql")

#: In this order: a row points to rows of earlier steps only.
STEPS = (
    add_staff,
    add_places,
    add_lists,
    add_companies,
    add_newcomers,
    add_housing,
    add_events,
    add_employment,
    add_support,
    add_records,
)

TRAPS: tuple[Trap, ...] = (*LISTS, *COMPANIES, *HOUSEHOLDS, *ACTIVITY)


def invented(size: str, seed: int, today: date) -> World:
    """The world of that size: the same for the same three arguments.

    Errors: KeyError when the size is not one of SIZES.
    """
    world = World(SIZES[size], seed, today)
    for step in STEPS:
        step(world)
    deck = Deck(world)
    for trap in TRAPS:
        for plant in trap.plants:
            plant(deck)
    return world


def sql(size: str, seed: int, today: date) -> Iterator[str]:
    """Statements to feed a MariaDB client that has selected an empty (or old) database."""
    return script(SCHEMA.read_text(encoding="utf-8"), invented(size, seed, today).tables)
