from modules.kernel.admin.links import Links, batch_method, list_method
from modules.kernel.admin.pages import DELETE, EXPORT, Action
from tests.fakes.gardens import GARDENS

LINKS = Links(GARDENS)
LONG = Action(name="mettre_a_jour", label="Mettre à jour")


def test_addresses_are_the_collections() -> None:
    assert LINKS.list() == "/jardins"
    assert LINKS.list(sort="nom", sort_type="desc") == "/jardins?sort=nom&sort_type=desc"
    assert LINKS.new() == "/jardins/new"
    assert LINKS.row(3) == "/jardins/3"
    assert LINKS.edit(3) == "/jardins/3/edit"
    assert LINKS.filter() == "/jardins/filter/action"
    assert LINKS.batch() == "/jardins/batch/action"
    assert LINKS.export() == "/jardins.csv"


def test_own_actions_are_named_in_camel_case() -> None:
    assert list_method(LONG) == "ListMettreAJour"
    assert batch_method(LONG) == LINKS.batch_value(LONG) == "batchMettreAJour"
    assert batch_method(DELETE) == "batchDelete"
    assert LINKS.row_action(3, LONG) == "/jardins/3/ListMettreAJour"
    assert LINKS.own(LONG) == "/jardins/ListMettreAJour/action"
    assert LINKS.own(EXPORT) == "/jardins.csv"
