from modules.companies.lot import LOT
from modules.companies.models import Base
from modules.companies.views import PAGES


def test_the_lot_replaces_the_modules_of_its_pages() -> None:
    assert set(LOT.replaces) == {pages.module for pages in PAGES}


def test_the_lots_tables_are_those_of_its_pages() -> None:
    assert {pages.form_name for pages in PAGES} <= set(LOT.tables)
    assert set(LOT.tables) <= set(Base.metadata.tables)
