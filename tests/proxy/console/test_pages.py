"""What the other pages show: lots, labels, routes, journal, requests, health, records."""

import json
from collections.abc import Iterator

import pytest

from proxy.console.application import create_console
from proxy.flips.entries import EntryKind
from proxy.flips.journal import JOURNAL, read_journal
from tests.fakes.console import Browser, House
from tests.fakes.gunicorn_door import until
from tests.fakes.lived_in import lived_house
from tests.fakes.routing_files import routing_text


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    found = lived_house(tmp_path_factory.mktemp("console"))
    yield found
    found.close()


def test_a_lot_says_what_was_counted_what_is_missing_and_what_happened(lived: House) -> None:
    page = lived.browser("developer").get("/-/lots/events").text

    for text in (
        "GET /evenements.:sf_format", "jamais vue", "preuves à réunir", "export corrigé", "nadia.benali",
        "Chiffres arrêtés au 23 novembre 2026", "police absente du serveur",
        'href="/-/demandes?lot=events"',
    ):  # fmt: skip
        assert text in page, text
    assert "Référentiels" in lived.browser("developer").get("/-/lots/requests").text


def test_a_viewer_is_shown_no_button_that_is_not_theirs(lived: House) -> None:
    page = lived.browser("viewer").get("/-/lots/events").text

    assert "<form" not in page.partition("<main")[2]
    assert "Votre rôle permet de lire" in page


def test_every_figure_leads_to_the_rows_behind_it(lived: House) -> None:
    browser = lived.browser("viewer")
    page = browser.get("/-/demandes?lot=housing&statut=5").text

    assert page.count("POST /logements") == 4
    assert "/communes" not in page.partition("<tbody>")[2]
    assert "Aucune demande" in browser.get("/-/demandes?lot=accounts").text
    assert browser.get("/-/demandes?statut=x&cote=nowhere&avant=y").status_code == 200


def test_routes_are_found_by_word_and_lot_and_paged(lived: House) -> None:
    browser = lived.browser("viewer")

    assert (
        "/evenements/:id&lt;int&gt;/emargement.pdf" in browser.get("/-/routes?contient=emarg").text
    )
    assert "Aucune route" in browser.get("/-/routes?contient=emarg&lot=housing").text
    assert "Précédentes" in browser.get("/-/routes?page=2").text
    assert "Aucune route" in browser.get("/-/routes?page=9999").text


@pytest.mark.parametrize("number", ["9" * 20, "9" * 5000, "-9", "x"])
@pytest.mark.parametrize(
    "page", ["/-/routes?page=", "/-/lots/events?page=", "/-/journal?page=", "/-/demandes?avant="]
)
def test_a_page_of_any_number_is_no_fault(lived: House, page: str, number: str) -> None:
    assert lived.browser("viewer").get(page + number).status_code == 200


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("adresse=/evenements/7/edit&hote=gestion.localhost", "routing.yaml:"),
        ("adresse=/nulle-part&hote=gestion.localhost", "aucun lot ne réclame"),
        ("adresse=http://nowhere.example/", "421"),
        ("adresse=/-/lots&hote=gestion.localhost", "404"),
        ("adresse=/x%2500&hote=gestion.localhost&methode=CONNECT", "405"),
    ],
)
def test_an_address_is_explained_as_the_proxy_decides(lived: House, query: str, told: str) -> None:
    assert told in lived.browser("viewer").get(f"/-/routes?{query}").text


def test_health_names_every_process_and_no_secret(lived: House) -> None:
    page = lived.browser("viewer").get("/-/sante").text

    assert "valmont-1" in page
    assert "FIGUIER_SECRET_KEY" in page
    assert "k" * 32 not in page
    assert "n’a pas répondu" in page


def test_a_refused_file_is_told_and_the_last_good_table_goes_on(house: House) -> None:
    browser = house.browser("viewer")
    assert browser.get("/-/lots").status_code == 200
    house.file.write_text("lots: [", encoding="utf-8")
    assert until(lambda: house.sources.running.fault is not None, 5)
    later = Browser(create_console(house.other_sources()))
    later.take(browser.cookie())

    for each in (browser, later):
        assert "routing.yaml est refusé" in each.get("/-/sante").text
        assert "routing.yaml est refusé" in each.get("/-/").text
        assert each.get("/-/lots").status_code == 200


def test_a_console_that_never_had_a_good_table_says_so(house: House) -> None:
    browser = house.browser("viewer")
    house.file.write_text("lots: [", encoding="utf-8")
    refused, health = browser.get("/-/lots"), browser.get("/-/sante")

    assert refused.status_code == 422
    assert "routing.yaml:1:8" in refused.text
    assert "Aucune bonne table" in health.text


def test_a_label_is_edited_where_it_lives(house: House) -> None:
    browser = house.browser("developer")
    done = browser.post(
        "/-/lots/events/fiche", owner="Léa Morel", vu_owner="", title="Évènements",
        vu_title="Évènements", sprint="2", vu_sprint="", pourquoi="passation",
    )  # fmt: skip
    text = house.file.read_text(encoding="utf-8")

    assert done.location == "/-/lots/events"
    assert "    owner: Léa Morel\n" in text
    assert "    sprint: 2\n" in text
    assert "Léa Morel" in browser.get("/-/lots").text
    assert "owner: — → Léa Morel" in browser.get("/-/journal?lot=events").text


def test_acceptance_is_for_the_lead(house: House) -> None:
    fields = {"accepted_on": "2026-11-20", "vu_accepted_on": ""}
    theirs = house.browser("developer").post("/-/lots/events/fiche", **fields)
    before = house.file.read_text(encoding="utf-8")
    leads = house.browser("lead").post("/-/lots/events/fiche", **fields)

    assert (theirs.status_code, leads.status_code) == (403, 303)
    assert before == routing_text()
    assert "accepted_on: 2026-11-20" in house.file.read_text(encoding="utf-8")


def test_a_label_that_somebody_else_changed_is_not_overwritten(house: House) -> None:
    browser = house.browser("developer")
    browser.post("/-/lots/events/fiche", owner="Léa", vu_owner="")
    late = browser.post("/-/lots/events/fiche", owner="Paul", vu_owner="")

    assert late.status_code == 409
    assert "owner: Léa" in house.file.read_text(encoding="utf-8")


def test_the_journal_shows_a_hand_edit_and_a_broken_chain(house: House) -> None:
    browser = house.browser("developer")
    empty = browser.get("/-/journal").text
    browser.post("/-/lots/events/fiche", owner="Léa", vu_owner="")
    whole = browser.get("/-/journal").text
    house.file.write_text(routing_text(lists="shadow"), encoding="utf-8")
    assert until(lambda: "modifié à la main" in browser.get("/-/journal").text, 5)
    journal = house.settings.state_dir / JOURNAL
    journal.write_text(journal.read_text().replace("Léa", "Zoé"), encoding="utf-8")
    broken = browser.get("/-/journal").text

    assert "Le journal est vide" in empty
    assert "Chaîne vérifiée" in whole
    assert "La chaîne est rompue" in broken
    assert "altéré" in browser.get("/-/").text


def test_the_journal_goes_out_as_csv_and_json(lived: House) -> None:
    browser = lived.browser("viewer")
    table = browser.get("/-/journal.csv").data.decode("utf-8-sig").splitlines()
    rows = json.loads(browser.get("/-/journal.json?lot=events").data)
    entries = read_journal(lived.settings.state_dir).entries

    assert table[0].startswith("ligne;date;qui")
    assert rows["intact"] is True
    assert {row["lot"] for row in rows["lignes"]} <= {"events", ""}
    assert len(table) - 1 == sum(e.kind in {EntryKind.INTENT, EntryKind.NOTE} for e in entries)


def test_an_incident_is_opened_by_one_and_closed_with_its_cause(house: House) -> None:
    browser = house.browser("developer")
    fields = {"lot": "events", "severity": "blocking", "what": "500 sur /evenements"}
    wordless = browser.post("/-/incidents/new/", **(fields | {"what": ""}))
    browser.post("/-/incidents/new/", **fields)
    board = browser.get("/-/").text
    causeless = browser.post("/-/incidents/edit/?id=1", cause="")
    closed = browser.post("/-/incidents/edit/?id=1", cause="disque plein")
    page = browser.get("/-/incidents/").text

    assert "Dites ce qui se passe" in wordless.text
    assert "Incident bloquant ouvert (Évènements)" in board
    assert "Dites la cause" in causeless.text
    assert closed.status_code == 302
    assert "disque plein" in page
    assert "Clore" not in page.partition("<tbody>")[2]
    assert "Incident bloquant" not in browser.get("/-/").text


def test_accounts_are_made_changed_and_closed_by_a_lead(house: House) -> None:
    browser = house.browser("lead")
    new = {"name": "Zoe.Petit", "role": "viewer", "password": "douze caractères"}
    short = browser.post("/-/comptes/new/", **(new | {"password": "court"}))
    made = browser.post("/-/comptes/new/", **new)
    again = browser.post("/-/comptes/new/", **new)
    browser.post("/-/comptes/edit/?id=zoe.petit", role="developer", is_disabled="y")
    last = browser.post("/-/comptes/edit/?id=lead", role="viewer")
    page = browser.get("/-/comptes/").text

    assert "de 12 à 256" in short.text
    assert made.status_code == 302
    assert "existe déjà" in again.text
    assert "le dernier responsable" in last.text
    assert "zoe.petit" in page
    assert "Désactivé" in page
    assert "argon2" not in page
