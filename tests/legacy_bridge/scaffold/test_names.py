import pytest

from legacy_bridge.scaffold.fields import HOMES
from legacy_bridge.scaffold.names import KIT, Naming, constant


@pytest.mark.parametrize(
    "model, expected",
    [
        pytest.param("Evenement", "Event", id="a word"),
        pytest.param("EntrepriseContact", "CompanyContact", id="two words"),
        pytest.param("sfGuardUser", "Account", id="a phrase"),
        pytest.param("Zorglub", "Zorglub", id="nobody's word"),
    ],
)
def test_a_class_is_called_in_english(model: str, expected: str) -> None:
    assert Naming().class_name(model) == expected


@pytest.mark.parametrize(
    "column, expected",
    [
        pytest.param("commune_id", "municipality_id", id="a key"),
        pytest.param("nb_enfants", "child_count", id="a phrase"),
        pytest.param("class", "class_value", id="a word of Python's"),
        pytest.param("metadata", "metadata_value", id="a word of SQLAlchemy's"),
        pytest.param("3d", "a_3d", id="a digit first"),
        pytest.param("Zorglub", "zorglub", id="nobody's word"),
    ],
)
def test_an_attribute_is_called_in_english(column: str, expected: str) -> None:
    assert Naming().attribute(column) == expected


def test_a_person_chooses_names() -> None:
    naming = Naming({"Evenement": "Gathering", "titre": "heading", "Commune": "Town"})

    assert naming.class_name("Evenement") == "Gathering"
    assert naming.attribute("titre") == "heading"
    assert naming.relation("Commune") == "town"
    assert naming.is_known("titre")
    assert not naming.is_known("zorglub")


@pytest.mark.parametrize(
    "name, expected", [("Event", "EVENTS"), ("Company", "COMPANIES"), ("JobOffer", "JOB_OFFERS")]
)
def test_a_page_set_is_called_by_its_rows(name: str, expected: str) -> None:
    assert constant(name) == expected


def test_every_word_of_the_kit_is_kept_free() -> None:
    assert {one for one in HOMES if one[0].isupper()} <= KIT


@pytest.mark.parametrize("name, expected", [("Page", "PAGES_ROWS"), ("Filter", "FILTERS_ROWS")])
def test_a_page_set_hides_no_list_of_its_files(name: str, expected: str) -> None:
    assert constant(name) == expected
