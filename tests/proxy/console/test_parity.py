"""The pages of parity: proof by lot, causes with what differs marked, and what may be said of them."""

import pytest

from proxy.parity.code_version import code_version
from proxy.parity.differences import Difference, Part
from proxy.parity.ledger import Settled
from proxy.parity.observations import Observation, record
from proxy.parity.rules_file import read_rules
from tests.fakes.console import House

FOUND = Difference(Part.TABLE, "td.code", "09001 <b>", "9001 <b>", at="row 3")
SPOKEN = Difference(Part.TEXT, "label", "Ville", "Commune", is_accessibility=True)


@pytest.fixture
def house(house: House) -> House:
    house.keep_parity()
    return house


def seen(house: House, *found: Difference) -> None:
    at = house.clock.at.timestamp()
    version = code_version(house.folder / "modules", "lists")
    observed = Observation("/communes", "/communes?page=2", "crawl", at, Settled(found))
    record(house.sources.state, "lists", version, [observed, observed])


def test_a_lot_that_was_never_compared_is_no_proof(house: House) -> None:
    page = house.browser("viewer").get("/-/parite").text

    assert "Référentiels" in page
    assert "✗ non établie" in page
    assert "Aucune demande n’a encore été rejouée" in page


def test_causes_are_shown_with_what_differs_marked(house: House) -> None:
    seen(house, FOUND, SPOKEN)
    page = house.browser("viewer").get("/-/parite/lists").text
    seen_part, spoken_part = page.split("Écarts d’accessibilité")

    assert "<mark>09001</mark> &lt;b&gt;" in seen_part
    assert "<mark>9001</mark>" in seen_part
    assert "<mark>Ville</mark>" in spoken_part
    assert "td.code" not in spoken_part
    assert "Masquer ou accepter" not in page


def test_a_developer_accepts_a_difference(house: House) -> None:
    seen(house, FOUND)
    browser = house.browser("developer")
    assert "Masquer ou accepter" in browser.get("/-/parite/lists").text
    answer = browser.post(
        "/-/parite/lists/ecart", champ="td.code", route="/communes", raison="Convenu.",
        fin="2027-03-31", nature="intended",
    )  # fmt: skip
    entry = read_rules(house.folder / "modules", "lists").accepted[0]
    page = browser.get("/-/parite/lists").text

    assert answer.status_code == 303
    assert (entry.field, entry.owner, entry.reason) == ("td.code", "developer", "Convenu.")
    assert "Convenu." in page
    assert "td.code accepted until" in browser.get("/-/journal").text


@pytest.mark.parametrize(
    "fields",
    [{"champ": "td.code", "raison": ""}, {"champ": "*", "raison": "r"},
     {"champ": "x", "raison": "r", "fin": "demain"}],
    ids=["no reason", "everything", "no day"],
)  # fmt: skip
def test_a_bad_proposal_is_refused_in_words(house: House, fields: dict[str, str]) -> None:
    browser = house.browser("developer")
    browser.post("/-/parite/lists/ecart", **fields)

    assert "Refusé" in browser.get("/-/parite/lists").text
    assert not (house.folder / "modules" / "lists").exists()


def test_a_viewer_proposes_nothing(house: House) -> None:
    answer = house.browser("viewer").post("/-/parite/lists/ecart", champ="x", raison="r")

    assert answer.status_code == 403
    assert not (house.folder / "modules" / "lists").exists()


def test_a_form_without_its_token_is_refused(house: House) -> None:
    browser = house.browser("developer")

    assert browser.post("/-/parite/lists/ecart", token="", champ="x", raison="r").status_code == 400


@pytest.mark.parametrize("path", ["/-/parite/nonsense"])
def test_a_lot_that_is_not_there_has_no_page(house: House, path: str) -> None:
    assert house.browser("viewer").get(path).status_code == 404


def test_a_parity_file_that_cannot_be_used_is_told(house: House) -> None:
    (house.folder / "modules" / "lists").mkdir()
    (house.folder / "modules" / "lists" / "parity.yaml").write_text("version: 2\n")
    browser = house.browser("viewer")

    assert "✗ fichier refusé" in browser.get("/-/parite").text
    assert "version: 1" in browser.get("/-/parite/lists").text
