"""The lot events, page by page and write by write, on PHP and on Python from the same data."""

from collections.abc import Iterator
from email import message_from_bytes, policy
from functools import partial
from pathlib import Path
from threading import Thread

import pytest

from demo.stack.pristine import restore
from tests.fakes.duet import duet, duets
from tests.fakes.pages import Browser, Page
from tests.fakes.same_pages import (
    base_token,
    batch,
    both,
    created,
    deleted,
    follow,
    moment,
    same_admin,
    same_filtered,
    same_forms,
    typed,
    updated,
)
from tests.fakes.twins import Twins

pytestmark = pytest.mark.stack

TABLES = {"/evenements": "evenement", "/inscriptions": "inscription"}
SORTS = {
    "/evenements": "titre type debut lieu capacite publie slug inscrits Commune",
    "/inscriptions": "id conjoint nb_enfants statut created_at evenement_id Arrivant",
}
FILTERS = {
    "/evenements": [
        {"[titre][text]": "accueil"},
        {"[type]": "atelier", "[publie]": "1"},
        {"[debut][from][day]": "1", "[debut][from][month]": "1", "[debut][from][year]": "2026"},
        {"[commune_id]": "1"},
        {"[organisateur_id]": "2"},
    ],
    "/inscriptions": [
        {"[evenement_id]": "3"},
        {"[statut]": "present", "[conjoint]": "0"},
        {"[created_at][to][day]": "1", "[created_at][to][month]": "6", "[created_at][to][year]": "2026"},
    ],
}  # fmt: skip

#: An event and a registration that are accepted.
EVENT = {"titre": "Pique-nique d'été", "lieu": "Parc"} | moment("debut", "2026-07-04 12:00")
REGISTRATION = {"evenement_id": "26", "arrivant_id": "12", "nb_enfants": "2", "conjoint": "on"}
NEW = {"/evenements": EVENT, "/inscriptions": REGISTRATION}

ODD = {
    "/evenements": [
        {"titre": ""},
        moment("fin", "2026-07-04 11:00"),
        moment("fin", "2026-07-04 12:00"),
        moment("debut", "2026-02-30 10:00"),
        {"debut][hour": "25"},
        {"capacite": "0"},
        {"capacite": "abc"},
        {"type": "bidon"},
        {"commune_id": "99999", "organisateur_id": ""},
        {"publie": "on", "ouvert_enfants": "on"},
        {"slug": "PRIS/ici"},
        {"description": "x\r\ny & <b>"},
    ],
    "/inscriptions": [
        {"arrivant_id": ""},
        {"arrivant_id": "abc"},
        {"arrivant_id": "99999"},
        {"arrivant_id": "007"},
        {"nb_enfants": "13"},
        {"nb_enfants": "-1"},
        {"statut": "bidon"},
        {"evenement_id": ""},
        {"commentaire": "c" * 1001},
        {"commentaire": "Emoji 🙂"},
        {"statut": "annule"},
    ],
}


@pytest.fixture(autouse=True)
def data_put_back(twins: Twins) -> Iterator[None]:
    yield
    restore(twins.database)


@pytest.mark.parametrize("prefix", TABLES)
def test_lists_sorts_forms_and_exports_are_the_same(admin, prefix: str) -> None:
    same_admin(admin, prefix, SORTS[prefix])


@pytest.mark.parametrize("prefix", TABLES)
def test_the_form_of_every_row_is_the_same(twins: Twins, admin, prefix: str) -> None:
    assert same_forms(twins, admin, prefix, TABLES[prefix]) > 20


@pytest.mark.parametrize(
    "prefix, fields", [(prefix, one) for prefix, cases in FILTERS.items() for one in cases]
)
def test_a_filtered_list_is_the_same(twins: Twins, prefix: str, fields: dict[str, str]) -> None:
    same_filtered(twins.visitor(), prefix, fields)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_pages_of_every_event_are_the_same(twins: Twins, language: str) -> None:
    visitor = twins.visitor()
    both(visitor, f"/evenements?sf_culture={language}")
    for (number,) in twins.database.run("SELECT id FROM evenement ORDER BY id"):
        for path in ("/inscriptions", "/inviter", "/emargement.pdf", ".ics"):
            both(visitor, f"/evenements/{number}{path}")


@pytest.mark.parametrize(
    "path, status",
    [
        pytest.param("/evenement/inscriptions/id/3", 200, id="a default route"),
        pytest.param("/evenement/INVITER/id/26", 200, id="in any case"),
        pytest.param("/evenements/3/calendrier", 200, id="the collection's wildcard"),
        pytest.param("/evenements/3/emargement", 200, id="a file without its format"),
        pytest.param("/evenements/3/emargement.doc", 200, id="a file in another format"),
        pytest.param("/evenements/3/inscriptions.json", 500, id="a page without template"),
        pytest.param("/evenements/3/inviter.json", 500, id="a form without template"),
        pytest.param("/evenements/99999/inviter", 404, id="no such event"),
        pytest.param("/evenements/99999/emargement.pdf", 404, id="no sheet of nothing"),
        pytest.param(
            "/evenements/3/inscriptions?inscription=99999", 404, id="no such registration"
        ),
        pytest.param("/evenements/3/inscriptions?inscription=1", 404, id="of another event"),
        pytest.param("/evenements/3/inscriptions?inscription[id]=", 200, id="a fresh one"),
        pytest.param("/evenements/03/inviter", 200, id="leading zeros"),
        pytest.param("/evenements/3.pdf", 404, id="not that format"),
        pytest.param("/evenement/inviter", 404, id="no event at all"),
    ],
)
def test_odd_addresses_are_the_same(twins: Twins, admin, path: str, status: int) -> None:
    first = twins.database.run("SELECT id FROM inscription WHERE evenement_id <> 3 LIMIT 1")[0][0]

    assert (
        both(
            admin,
            path.replace("inscription=1", f"inscription={first}") if path.endswith("n=1") else path,
        ).status
        == status
    )


@pytest.mark.parametrize("prefix", NEW)
def test_a_new_row_is_the_same(twins: Twins, prefix: str) -> None:
    left = duet(twins, partial(created, prefix=prefix, table=TABLES[prefix], fields=NEW[prefix]))

    assert left.pages[1].text("//div[@class='notice']") == ["L'objet a été ajouté avec succès."]


@pytest.mark.parametrize("prefix", ODD)
def test_what_is_odd_is_refused_or_stored_alike(twins: Twins, prefix: str) -> None:
    table = TABLES[prefix]
    scenes = {
        f"new {one}": partial(created, prefix=prefix, table=table, fields=NEW[prefix] | one)
        for one in ODD[prefix]
    }
    scenes |= {
        f"stored {one}": partial(updated, prefix=prefix, table=table, number=number, fields=one)
        for number, one in enumerate(ODD[prefix], start=3)
    }
    duets(twins, scenes)


@pytest.mark.parametrize("prefix", TABLES)
def test_every_row_saved_untouched_is_written_alike(twins: Twins, prefix: str) -> None:
    numbers = [row[0] for row in twins.database.run(f"SELECT id FROM {TABLES[prefix]}")]

    def scene(browser: Browser) -> list[Page]:
        return [updated(browser, prefix, TABLES[prefix], n, {})[0] for n in numbers]

    assert {page.status for page in duet(twins, scene).pages} <= {302, 200}


def test_who_registers_beyond_the_capacity_waits_on_both_sides(twins: Twins) -> None:
    fields = {"evenement_id": "26", "statut": "inscrit"}
    scenes = {
        str(guest): partial(
            created, prefix="/inscriptions", table="inscription",
            fields=fields | {"arrivant_id": str(guest), "nb_enfants": children},
        )
        for guest, children in ((11, "0"), (12, "3"), (13, "0"))
    }  # fmt: skip
    left = duets(twins, scenes, prepare=["UPDATE evenement SET capacite = 8 WHERE id = 26"])
    waiting = [
        one
        for one in left.rows.values()
        if one.get("statut") == "'liste_attente'" and one["evenement_id"] == "'26'"
    ]

    assert waiting


def test_a_household_registers_once_for_an_event(twins: Twins) -> None:
    create = partial(created, prefix="/inscriptions", table="inscription", fields=REGISTRATION)
    left = duets(twins, {"first": create, "second": create})

    assert "déjà inscrit" in left.pages[-1].body.decode()


def test_two_posts_at_once_leave_one_registration(twins: Twins) -> None:
    """PHP has no lock here and writes two; Python makes the second wait, and refuses it."""
    _, python = twins.visitor()
    form = typed(python.get("/inscriptions/new"), "inscription", REGISTRATION)
    twins.database.run("DELETE FROM inscription WHERE evenement_id = 26 AND arrivant_id = 12")
    together(partial(python.post, "/inscriptions", form), times=4)
    count = "SELECT COUNT(*) FROM inscription WHERE evenement_id = 26 AND arrivant_id = 12"

    assert twins.database.run(count)[0][0] == 1


def together(action, times: int) -> None:
    """The action, begun several times before the first is done."""
    threads = [Thread(target=action) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.mark.parametrize(
    "action", ["batchPublier", "batchDepublier", "batchDelete", "BATCHPUBLIER"]
)
def test_batches_of_events_are_the_same(twins: Twins, action: str) -> None:
    duet(twins, partial(batch, prefix="/evenements", action=action, ids=[3, 4, 26]))


@pytest.mark.parametrize("action", ["batchPresent", "batchAbsent", "batchDelete"])
def test_attendance_is_noted_alike_once_the_event_has_begun(twins: Twins, action: str) -> None:
    found = twins.database.run("SELECT MIN(id) FROM inscription GROUP BY evenement_id")
    left = duet(
        twins, partial(batch, prefix="/inscriptions", action=action, ids=[r[0] for r in found])
    )

    assert left.pages[0].status == 302


def test_deleted_events_take_their_registrations_along(twins: Twins) -> None:
    duet(twins, partial(deleted, prefix="/evenements", number=3))


def child(browser: Browser, event: int, query: str, fields: dict[str, str]) -> list[Page]:
    """The form of an event's own page, sent."""
    address = f"/evenements/{event}/inscriptions"
    form = typed(browser.get(address + query), "inscription", fields)
    answer = browser.post(address, form)
    return [answer, *follow(browser, answer)]


def test_registrations_are_kept_on_the_events_own_page_alike(twins: Twins) -> None:
    number = twins.database.run("SELECT MIN(id) FROM inscription WHERE evenement_id = 3")[0][0]
    guest = str(
        twins.database.run(
            "SELECT MIN(id) FROM arrivant WHERE deleted_at IS NULL"
            " AND id NOT IN (SELECT arrivant_id FROM inscription WHERE evenement_id = 3)"
        )[0][0]
    )
    cases = {
        "new": ("", {"arrivant_id": guest, "nb_enfants": "1"}),
        "refused": ("", {"arrivant_id": "abc", "nb_enfants": "99"}),
        "twice": ("", {"arrivant_id": guest}),
        "changed": (f"?inscription={number}", {"commentaire": "Vient à pied", "conjoint": "on"}),
        "untouched": (f"?inscription={number}", {}),
        "forged": ("", {"arrivant_id": "15", "_csrf_token": "x"}),
        "of nobody": (f"?inscription={number}", {"id": "99999"}),
    }
    scenes = {
        name: partial(child, event=3, query=query, fields=fields)
        for name, (query, fields) in cases.items()
    }
    left = duets(twins, scenes)

    assert left.pages[0].status == 302


def test_a_registration_is_deleted_on_the_events_own_page_alike(twins: Twins) -> None:
    number = twins.database.run("SELECT MIN(id) FROM inscription WHERE evenement_id = 3")[0][0]

    def scene(browser: Browser, doomed: int, token: str = "") -> list[Page]:
        fields = {"_csrf_token": token or base_token(browser, "/evenements")}
        answer = browser.post(f"/evenements/3/inscriptions?supprimer={doomed}", fields)
        return [answer, *follow(browser, answer)]

    scenes = {
        "gone": partial(scene, doomed=99999),
        "forged": partial(scene, doomed=number, token="x"),
        "deleted": partial(scene, doomed=number),
    }
    assert [page.status for page in duets(twins, scenes).pages[:3]] == [404, 500, 302]


def invited(browser: Browser, event: int, ids: object, **more: str) -> list[Page]:
    page = browser.get(f"/evenements/{event}/inviter")
    boxes = page.html.xpath("//input[@name='ids[]']/@value")
    chosen = boxes[:2] if ids == "two" else ids
    form = {
        "_csrf_token": page.form("//form[@method='post']")["_csrf_token"],
        "ids[]": chosen,
    } | more
    answer = browser.post(f"/evenements/{event}/inviter", form)
    return [answer, *follow(browser, answer), browser.get(f"/evenements/{event}/inviter")]


def invitable_event(twins: Twins) -> int:
    """An event that somebody may be invited to."""
    php, _ = twins.visitor()
    for (number,) in twins.database.run("SELECT id FROM evenement ORDER BY id DESC"):
        if len(php.get(f"/evenements/{number}/inviter").html.xpath("//input[@name='ids[]']")) > 2:
            return int(number)
    raise AssertionError("the data has nobody to invite")


def letters(folder: Path) -> set[tuple[str, str, str]]:
    found = set()
    for path in folder.glob("*.eml"):
        letter = message_from_bytes(path.read_bytes(), policy=policy.default)
        found.add((letter["To"], letter["Subject"], letter.get_content().replace("\r\n", "\n")))
        path.unlink()
    return found


def test_people_are_invited_once_and_written_to_alike(
    twins: Twins, php_mail: Path, python_mail: Path
) -> None:
    event = invitable_event(twins)
    letters(php_mail), letters(python_mail)
    scenes = {
        "two": partial(invited, event=event, ids="two"),
        "the same, and strangers": partial(invited, event=event, ids=["1", "99999", "abc"]),
        "nobody": partial(invited, event=event, ids=[]),
        "forged": partial(invited, event=event, ids="two", _csrf_token="x"),
    }
    left = duets(twins, scenes)
    php, python = letters(php_mail), letters(python_mail)

    assert [page.status for page in left.pages[:2]] == [302, 200]
    assert python == php
    assert php


@pytest.mark.parametrize("user", ["claire.martin", "assistant", "editeur_site"])
def test_every_role_is_shown_the_same(twins: Twins, user: str) -> None:
    visitor = twins.visitor(user)
    paths = ("/evenements", "/evenements/3/inscriptions", "/evenements/26/inviter", "/inscriptions")

    assert {both(visitor, path).status for path in paths} <= {200, 403}


def test_a_stranger_is_asked_to_sign_in_on_both_sides(twins: Twins) -> None:
    php, python = Browser(twins.php), Browser(twins.python)
    for path in ("/evenements/3/inviter", "/evenements/3.ics", "/evenements/3/emargement.pdf"):
        assert (php.get(path).status, python.get(path).status) == (401, 401)
