from pathlib import Path

from modules.reference_lists.lot import LOT
from modules.reference_lists.models import Base
from modules.reference_lists.views import PAGES

ROOT = Path(__file__).resolve().parents[3]


def test_the_lot_replaces_the_modules_of_its_pages() -> None:
    assert set(LOT.replaces) == {pages.module for pages in PAGES}


def test_the_lots_tables_are_its_models() -> None:
    assert set(LOT.tables) == set(Base.metadata.tables)
