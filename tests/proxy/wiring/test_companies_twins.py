"""The lot companies, page by page and write by write, on PHP and on Python from the same data."""

from collections.abc import Iterator
from functools import partial
from urllib.parse import quote

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
    same_admin,
    same_filtered,
    same_forms,
    typed,
    updated,
)
from tests.fakes.twins import Twins

pytestmark = pytest.mark.stack

TABLES = {"/entreprises": "entreprise", "/entreprise_contact": "entreprise_contact"}
SORTS = {
    "/entreprises": "raison_sociale siret effectif est_partenaire telephone updated_at notes Commune",
    "/entreprise_contact": "nom prenom fonction email telephone principal entreprise_id Entreprise",
}
FILTERS = {
    "/entreprises": [
        {"[raison_sociale][text]": "val"},
        {"[siret][is_empty]": "on"},
        {"[siret][text]": "1"},
        {"[effectif][text]": "12"},
        {"[est_partenaire]": "1", "[commune_id]": "1"},
        {"[referent_id]": "2"},
    ],
    "/entreprise_contact": [
        {"[nom][text]": "a"},
        {"[fonction][is_empty]": "on", "[principal]": "0"},
    ],
}
NEW = {
    "/entreprises": {"raison_sociale": "Étang & Fils", "siret": "123 456 789 00012", "effectif": "3"},
    "/entreprise_contact": {"nom": "Lys", "prenom": "Ada", "email": "a@b.example", "principal": "on"},
}  # fmt: skip
ODD = {
    "/entreprises": [
        {"raison_sociale": ""},
        {"raison_sociale": "x" * 201},
        {"siret": "123"},
        {"siret": "12345678900012345678901"},
        {"effectif": "-1"},
        {"effectif": ""},
        {"naf": "62.01Z"},
        {"notes": "x\r\n<b> & \"'"},
        {"slug": "étang"},
        {"referent_id": "99999"},
        {"telephone": "1" * 31},
        {"est_partenaire": "on"},
    ],
    "/entreprise_contact": [
        {"nom": ""},
        {"civilite": "Monsieur"},
        {"email": "pas un courriel"},
        {"entreprise_id": ""},
        {"entreprise_id": "99999"},
        {"fonction": "Ã‰cole"},
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


def test_the_contacts_of_every_company_are_the_same(twins: Twins, admin) -> None:
    for (number,) in twins.database.run("SELECT id FROM entreprise ORDER BY id"):
        both(admin, f"/entreprises/{number}/contacts")


@pytest.mark.parametrize(
    "path, status",
    [
        pytest.param("/entreprise/contacts/id/3", 200, id="a default route"),
        pytest.param("/entreprise/FUSION", 200, id="in any case"),
        pytest.param("/entreprises/fusion.json", 404, id="no row of that name"),
        pytest.param("/entreprises/3/fusion", 200, id="the collection's wildcard"),
        pytest.param("/entreprises/3/contacts.json", 500, id="a page without template"),
        pytest.param("/entreprises/99999/contacts", 404, id="no such company"),
        pytest.param("/entreprises/autocomplete?q=a", 404, id="completion is for scripts"),
        pytest.param("/entreprise/contacts", 404, id="no company at all"),
    ],
)
def test_odd_addresses_are_the_same(admin, path: str, status: int) -> None:
    assert both(admin, path).status == status


@pytest.mark.parametrize("typed_", ["", "a", "A", "é", "%", "_", "\\", "val", "zzz", "l'"])
@pytest.mark.parametrize("user", ["admin", "referent_entreprise"])
def test_completion_is_the_same(twins: Twins, typed_: str, user: str) -> None:
    php, python = twins.visitor(user)
    path = f"/entreprises/autocomplete?q={quote(typed_)}"

    assert both((php, python), path, X_Requested_With="XMLHttpRequest").status == 200


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
    there = "WHERE deleted_at IS NULL" if prefix == "/entreprises" else ""
    numbers = [row[0] for row in twins.database.run(f"SELECT id FROM {TABLES[prefix]} {there}")]

    def scene(browser: Browser) -> list[Page]:
        return [updated(browser, prefix, TABLES[prefix], n, {})[0] for n in numbers]

    assert {page.status for page in duet(twins, scene).pages} <= {302, 200}


@pytest.mark.parametrize("action", ["batchPartenaires", "batchDelete", "BATCHPARTENAIRES"])
def test_batches_are_the_same(twins: Twins, action: str) -> None:
    duet(twins, partial(batch, prefix="/entreprises", action=action, ids=[3, 4, 5]))


def test_a_deleted_company_stays_in_the_table(twins: Twins) -> None:
    left = duet(twins, partial(deleted, prefix="/entreprises", number=3))

    assert left.rows["entreprise '3'"]["deleted_at"] == "NOW"


def child(browser: Browser, query: str, fields: dict[str, str]) -> list[Page]:
    form = typed(browser.get(f"/entreprises/3/contacts{query}"), "entreprise_contact", fields)
    answer = browser.post("/entreprises/3/contacts", form)
    return [answer, *follow(browser, answer)]


def test_contacts_are_kept_on_the_companys_own_page_alike(twins: Twins) -> None:
    number = twins.database.run("SELECT MIN(id) FROM entreprise_contact WHERE entreprise_id = 3")[
        0
    ][0]
    cases = {
        "new": ("", {"nom": "Aulne", "prenom": "Bé"}),
        "refused": ("", {"nom": "", "email": "x"}),
        "changed": (f"?entreprise_contact={number}", {"fonction": "Achats", "principal": "on"}),
        "untouched": (f"?entreprise_contact={number}", {}),
        "forged": ("", {"nom": "Aulne", "_csrf_token": "x"}),
    }
    left = duets(
        twins,
        {
            name: partial(child, query=query, fields=fields)
            for name, (query, fields) in cases.items()
        },
    )

    assert left.pages[0].status == 302


def merged(browser: Browser, **changes: object) -> list[Page]:
    """The first group of the page, sent as it is or changed."""
    page = browser.get("/entreprises/fusion")
    forms = page.html.xpath("//form[@method='post']")
    ids = forms[0].xpath(".//input[@name='ids[]']/@value") if forms else ["1", "2"]
    fields: dict[str, object] = {"_csrf_token": base_token(browser, "/entreprises")}
    answer = browser.post(
        "/entreprises/fusion", fields | {"garder": ids[0], "ids[]": ids} | changes
    )
    return [page, answer, *follow(browser, answer)]


def test_duplicates_are_merged_alike_with_all_that_hangs_on_them(twins: Twins) -> None:
    scenes = {
        "the first group": merged,
        "into another of the group": merged,
        "nobody else": partial(merged, **{"ids[]": []}),
        "into one that is gone": partial(merged, garder="99999"),
        "into none": partial(merged, garder=""),
        "forged": partial(merged, _csrf_token="x"),
        "strangers": partial(merged, **{"ids[]": ["abc", "99999", "7"], "garder": "8"}),
    }
    left = duets(twins, scenes)
    tables = {write[1] for write in left.writes}

    assert {"arrivant", "demande", "entreprise"} <= tables
    assert [page.status for page in left.pages if page.status in {404, 500}] == [404, 404, 500]


def roles_see(browser: Browser) -> list[Page]:
    paths = (
        "/entreprises", "/entreprises/new", "/entreprises/1/edit", "/entreprises/3/edit",
        "/entreprises/3/contacts", "/entreprises/fusion", "/entreprises.csv", "/entreprise_contact",
    )  # fmt: skip
    return [browser.get(path) for path in paths]


def roles_do(browser: Browser) -> list[Page]:
    """What a role may try: each answer, whatever it is."""
    if browser.get("/entreprises").status != 200:
        return []
    token = base_token(browser, "/entreprises")
    tried = [
        browser.post("/entreprises/1", {"sf_method": "delete", "_csrf_token": token}),
        browser.post(
            "/entreprises/fusion", {"_csrf_token": token, "garder": "1", "ids[]": ["1", "2"]}
        ),
        browser.post("/entreprises", {}),
    ]
    for action in ("batchPartenaires", "batchDelete"):
        sent = {"_csrf_token": token, "batch_action": action, "ids[]": ["1", "2", "3"]}
        tried.append(browser.post("/entreprises/batch/action", sent))
    return tried


@pytest.mark.parametrize(
    "user",
    ["claire.martin", "assistant", "referent_entreprise", "partenaire_emploi", "metropole_lecture", "editeur_site"],
)  # fmt: skip
def test_every_role_sees_and_may_do_the_same(twins: Twins, user: str) -> None:
    left = duets(twins, {"sees": roles_see, "does": roles_do}, user)

    assert {page.status for page in left.pages} <= {200, 302, 403, 404}


def test_a_referent_sees_their_own_companies_alone(twins: Twins) -> None:
    _, python = twins.visitor("referent_entreprise")
    own = twins.database.run(
        "SELECT COUNT(*) FROM entreprise WHERE deleted_at IS NULL AND referent_id ="
        " (SELECT id FROM sf_guard_user WHERE username = 'referent_entreprise')"
    )[0][0]
    rows = python.get("/entreprises").html.xpath("//tr[contains(@class, 'sf_admin_row ')]")

    assert len(rows) == own > 0
