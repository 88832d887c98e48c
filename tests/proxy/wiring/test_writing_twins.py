"""Every page that writes, played on PHP and on Python from the same data: same answers, rows,
columns written, session."""

from collections.abc import Iterator
from functools import partial

import pytest

from demo.stack.pristine import restore
from tests.fakes.duet import duet, duets
from tests.fakes.pages import ORIGIN, Browser, Page
from tests.fakes.twins import Twins

pytestmark = pytest.mark.stack

FORM = "//div[@class='sf_admin_form']/form"
TABLES = {
    "communes": "commune",
    "quartiers": "quartier",
    "etablissements": "etablissement_scolaire",
    "modes_garde": "mode_garde",
    "partenaires": "partenaire",
    "demarche_types": "demarche_type",
}

#: What is typed in the empty form of each list.
NEW = {
    "communes": {"nom": "Étang-sur-Lys (Nord)", "code_postal": "02300", "latitude": "42.5"},
    "quartiers": {"nom": "L'Œuvre", "description": "Deux\r\nlignes & <b>"},
    "etablissements": {"nom": "Collège Größe", "uai": "0097075A", "email": "a@b.example"},
    "modes_garde": {"nom": "Crèche Ünique", "capacite": "30"},
    "partenaires": {"nom": "Œuvre de l'accueil", "url": "www.a.example", "lien_reciproque": "on"},
    "demarche_types": {"libelle": "Passeport", "delai_jours": "0", "ordre": "99"},
}

#: What the legacy refuses, or stores oddly.
ODD = {
    "communes": [
        {"nom": ""},
        {"nom": "x" * 256},
        {"nom": "x" * 255},
        {"nom": "Emoji 🙂 perdu"},
        {"nom": "  espaces  "},
        {"nom": "---"},
        {"nom": "- !"},
        {"nom": "···"},
        {"code_insee": "12", "code_postal": "ABCDE", "latitude": "91", "longitude": "abc"},
        {"code_insee": "123456", "latitude": "-90.1", "longitude": "180.5"},
        {"code_insee": "2A004", "latitude": "1e1", "longitude": " 1.23456789"},
        {"latitude": "4,5", "longitude": "+1"},
        {"slug": "valmont"},
        {"slug": "VALMONT"},
        {"slug": "a b/c"},
        {"nom": "A &amp; B &eacute;"},
        {"nom": '"><script>alert(1)</script>'},
    ],
    "quartiers": [
        {"commune_id": ""},
        {"commune_id": "99999"},
        {"nom": "", "description": "garde ce texte"},
        {"description": ""},
    ],
    "etablissements": [
        {"type": "bidon"},
        {"type": ""},
        {"email": "pas un courriel", "uai": "x"},
        {"email": "a" * 250 + "@b.example"},
        {"telephone": "1" * 31, "commune_id": ""},
        {"adresse": "Ã‰cole mal codée"},
    ],
    "modes_garde": [
        {"capacite": "-1"},
        {"capacite": "501"},
        {"capacite": "007"},
        {"capacite": "1.5"},
        {"capacite": ""},
        {"capacite": "99999999999999999999"},
    ],
    "partenaires": [
        {"url": "ftp://x"},
        {"contact": "Łukasz 🙂", "nom": "Œ – € Ł"},
        {"lien_reciproque": "bidon"},
        {"lien_reciproque": ""},
        {"email": "É@x.example"},
    ],
    "demarche_types": [
        {"delai_jours": "366", "ordre": "-1"},
        {"libelle": "Ouverture du compteur de gaz"},
        {"ordre": ""},
    ],
}


@pytest.fixture(autouse=True)
def data_put_back(twins: Twins) -> Iterator[None]:
    yield
    restore(twins.database)


def typed(page: Page, prefix: str, fields: dict[str, str]) -> dict[str, str]:
    """The form of the page, with some fields typed over."""
    return page.form(FORM) | {f"{TABLES[prefix]}[{k}]": v for k, v in fields.items()}


def create(browser: Browser, prefix: str, fields: dict[str, str]) -> list[Page]:
    form = typed(browser.get(f"/{prefix}/new"), prefix, fields)
    answer = browser.post(f"/{prefix}", form)
    return [answer, *follow(browser, answer)]


def update(browser: Browser, prefix: str, number: int, fields: dict[str, str]) -> list[Page]:
    form = typed(browser.get(f"/{prefix}/{number}/edit"), prefix, fields)
    answer = browser.post(f"/{prefix}/{number}", form)
    return [answer, *follow(browser, answer)]


def follow(browser: Browser, answer: Page) -> list[Page]:
    address = answer.header("Location")
    return [browser.get(address.removeprefix(ORIGIN))] if address else []


def token(browser: Browser, prefix: str) -> str:
    page = browser.get(f"/{prefix}")
    return page.form("//form[contains(@action, 'batch')]")["_csrf_token"]


@pytest.mark.parametrize("prefix", NEW)
def test_a_new_row_is_the_same(twins: Twins, prefix: str) -> None:
    left = duet(twins, partial(create, prefix=prefix, fields=NEW[prefix]))

    assert left.pages[0].status == 302
    assert left.pages[1].text("//div[@class='notice']") == ["L'objet a été ajouté avec succès."]


@pytest.mark.parametrize("prefix", NEW)
def test_save_and_add_opens_an_empty_form(twins: Twins, prefix: str) -> None:
    def scene(browser: Browser) -> list[Page]:
        form = typed(browser.get(f"/{prefix}/new"), prefix, NEW[prefix])
        answer = browser.post(f"/{prefix}", form | {"_save_and_add": "x"})
        return [answer, *follow(browser, answer)]

    left = duet(twins, scene)

    assert left.pages[0].header("Location") == f"{ORIGIN}/{prefix}/new"


@pytest.mark.parametrize("prefix", ODD)
def test_what_is_odd_is_refused_or_stored_alike_in_new_rows(twins: Twins, prefix: str) -> None:
    scenes = {str(f): partial(create, prefix=prefix, fields=NEW[prefix] | f) for f in ODD[prefix]}

    duets(twins, scenes)


@pytest.mark.parametrize("prefix", ODD)
def test_what_is_odd_is_refused_or_stored_alike_in_stored_rows(twins: Twins, prefix: str) -> None:
    rows = enumerate(ODD[prefix], start=2)
    scenes = {str(f): partial(update, prefix=prefix, number=n, fields=f) for n, f in rows}

    duets(twins, scenes)


@pytest.mark.parametrize("prefix", NEW)
def test_a_changed_row_is_the_same(twins: Twins, prefix: str) -> None:
    left = duet(twins, partial(update, prefix=prefix, number=2, fields=NEW[prefix]))

    assert left.pages[1].text("//div[@class='notice']") == ["L'objet a été mis à jour avec succès."]


@pytest.mark.parametrize("prefix", NEW)
def test_every_row_saved_untouched_is_written_alike(twins: Twins, prefix: str) -> None:
    numbers = [row[0] for row in twins.database.run(f"SELECT id FROM {TABLES[prefix]}")]

    def scene(browser: Browser) -> list[Page]:
        return [page for n in numbers for page in update(browser, prefix, n, {})[:1]]

    assert {page.status for page in duet(twins, scene).pages} <= {302, 200}


def test_a_row_that_is_saved_untouched_twice_is_written_once_at_most(twins: Twins) -> None:
    def scene(browser: Browser) -> list[Page]:
        return update(browser, "communes", 1, {}) + update(browser, "communes", 1, {})

    left = duet(twins, scene)

    assert sum(write[0] == "UPDATE" for write in left.writes) <= 1


@pytest.mark.parametrize("number", [1, 40], ids=["with schools", "alone"])
def test_a_deleted_row_is_the_same(twins: Twins, number: int) -> None:
    def scene(browser: Browser) -> list[Page]:
        fields = {"sf_method": "delete", "_csrf_token": token(browser, "communes")}
        answer = browser.post(f"/communes/{number}", fields)
        return [answer, *follow(browser, answer), browser.get("/communes")]

    duet(twins, scene)


@pytest.mark.parametrize("prefix", NEW)
def test_batches_are_the_same(twins: Twins, prefix: str) -> None:
    def scene(browser: Browser, action: str, ids: list[int]) -> list[Page]:
        page = browser.get(f"/{prefix}")
        options = page.html.xpath("//select[@name='batch_action']/option/@value")
        value = {"own": options[-1], "none": "", "unknown": "batchNope"}.get(action, action)
        form = {"_csrf_token": token(browser, prefix), "batch_action": value, "ids[]": ids}
        answer = browser.post(f"/{prefix}/batch/action", form)
        return [answer, *follow(browser, answer)]

    actions = {"own": [5, 6], "none": [5], "unknown": [5], "batchDelete": [7], "BATCHDELETE": [8]}

    duets(twins, {name: partial(scene, action=name, ids=ids) for name, ids in actions.items()})


#: Of these rows, in this order.
ODD_IDS: dict[str, dict[str, object]] = {
    "nothing ticked": {},
    "zero": {"ids": "0"},
    "a text instead of a list": {"ids": "5"},
    "one is gone": {"ids[]": [1, 99999]},
    "twice the same": {"ids[]": [6, 6]},
    "no number": {"ids[]": ["abc"]},
    "too deep": {"ids[a][b]": "1"},
    "wrong token": {"ids[]": [7], "_csrf_token": "x"},
    "no token": {"ids[]": [7], "_csrf_token": ""},
}


def test_batches_of_odd_ids_are_the_same(twins: Twins) -> None:
    def scene(browser: Browser, fields: dict[str, object]) -> list[Page]:
        form = {"_csrf_token": token(browser, "quartiers"), "batch_action": "batchDelete"}
        answer = browser.post("/quartiers/batch/action", form | fields)
        return [answer, *follow(browser, answer)]

    duets(twins, {name: partial(scene, fields=fields) for name, fields in ODD_IDS.items()})


ROW_ACTIONS = (
    "/communes/1/ListDupliquer",
    "/communes/1/listdupliquer",
    "/communes/99999/ListDupliquer",
    "/commune/ListDupliquer/id/4",
    "/demarche_types/1/ListMonter",
    "/demarche_types/7/ListMonter",
)


def test_row_actions_are_the_same(twins: Twins) -> None:
    def scene(browser: Browser, path: str) -> list[Page]:
        answer = browser.get(path)
        return [answer, *follow(browser, answer)]

    duets(twins, {path: partial(scene, path=path) for path in ROW_ACTIONS})


def test_a_kind_without_a_rank_moves_nowhere_on_either_side(twins: Twins) -> None:
    def scene(browser: Browser) -> list[Page]:
        update(browser, "demarche_types", 4, {"ordre": ""})
        answer = browser.get("/demarche_types/4/ListMonter")
        return [answer, *follow(browser, answer)]

    assert duet(twins, scene).pages[0].status == 302


def test_towns_of_one_name_are_listed_and_offered_in_one_order(twins: Twins) -> None:
    def scene(browser: Browser) -> list[Page]:
        for name in ("Valmont", "VALMONT", "Montclar", "valmont", "Valmont"):
            create(browser, "communes", {"nom": name})
        return [browser.get(path) for path in ("/communes", "/communes?page=3", "/quartiers/new")]

    duet(twins, scene)
