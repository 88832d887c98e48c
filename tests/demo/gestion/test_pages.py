"""Every module's pages answer, and answer only those who may see them."""

import hashlib
import re

import pytest

from tests.fakes.site_visitor import page, text_of

pytestmark = pytest.mark.stack

LISTS = [
    "communes", "quartiers", "etablissements", "modes_garde", "demarche_types", "partenaires", "evenements", "inscriptions",
    "demandes", "entreprises", "entreprise_contact", "arrivants", "logements", "recherches", "visites", "offres",
    "candidatures", "accompagnements", "demarches", "implantations", "sf_guard_user", "sf_guard_group", "sf_guard_permission",
]  # fmt: skip

OTHERS = [
    "/", "/evenements/1/inscriptions", "/evenements/1/inviter", "/demandes/1/affecter", "/demandes/1/convertir",
    "/entreprises/1/contacts", "/entreprises/fusion", "/arrivants/1/conjoint", "/arrivants/1/enfants", "/arrivants/1/documents",
    "/arrivants/1/historique", "/visites/planning", "/visites/planning?semaine=2026-W40", "/implantations/1/sessions",
    "/implantations/1/import", "/statistiques", "/exports", "/rgpd", "/outils/envoi", "/forgot_password",
    "/backend.php/parametres", "/backend.php/parametres/1/edit", "/backend.php/journal", "/frontend_dev.php/communes",
]  # fmt: skip


@pytest.mark.parametrize("name", LISTS)
def test_a_list_its_forms_and_its_export(admin, database, name: str) -> None:
    answers = [admin.get(f"/{name}{end}") for end in ("", "/new", "/1/edit", ".csv")]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 200]
    assert text_of(answers[0], "//tr[contains(@class, 'sf_admin_row')]")
    assert text_of(answers[2], "//label")
    assert answers[3].content.startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("address", OTHERS)
def test_a_page_beside_the_lists(admin, address: str) -> None:
    answer = admin.get(address)

    assert answer.status_code == 200
    assert text_of(answer, "//h1")


def test_no_page_asks_for_a_file_that_is_not_there(admin) -> None:
    tree = page(admin.get("/communes?page=2"))
    files = {*tree.xpath("//link/@href"), *tree.xpath("//img/@src")}

    assert {file: admin.get(file).status_code for file in files} == dict.fromkeys(files, 200)


@pytest.mark.parametrize(
    "address, kind, start",
    [
        pytest.param(
            "/evenements/1/emargement.pdf", "application/pdf", b"%PDF-1.4", id="attendance"
        ),
        pytest.param("/accompagnements/1/fiche.pdf", "application/pdf", b"%PDF-1.4", id="summary"),
        pytest.param(
            "/evenements/1.ics",
            "text/calendar; charset=utf-8",
            b"BEGIN:VCALENDAR\r\n",
            id="calendar",
        ),
        pytest.param(
            "/statistiques/2026.csv",
            "text/csv; charset=utf-8",
            b"\xef\xbb\xbfIndicateur;2026\r\n",
            id="figures",
        ),
        pytest.param(
            "/api/communes.json", "application/json; charset=utf-8", b'[{"id":"', id="json"
        ),
        pytest.param("/api/communes.xml", "text/xml; charset=utf-8", b"<communes>", id="xml"),
    ],
)
def test_what_is_no_page(admin, address: str, kind: str, start: bytes) -> None:
    answer = admin.get(address)

    assert answer.headers["Content-Type"] == kind
    assert answer.content.startswith(start)


def test_completion_is_for_scripts(admin) -> None:
    asked = "/entreprises/autocomplete?q=m"

    assert admin.get(asked).status_code == 404
    assert admin.get(asked, **{"X-Requested-With": "XMLHttpRequest"}).json()


def test_a_large_file_is_whole(visitor) -> None:
    answer = visitor.get("/outils/telechargement?mo=3")
    expected = (bytes(range(251)) * 12533)[: 3 * 1048576]

    assert answer.headers["Content-Length"] == str(3 * 1048576)
    assert hashlib.sha256(answer.content).digest() == hashlib.sha256(expected).digest()


def test_an_upload_is_measured(visitor) -> None:
    sent = bytes(300_000)
    answer = visitor.session.post(
        f"{visitor.url}/outils/envoi",
        headers={"Host": visitor.host},
        files={"fichier": ("x.bin", sent)},
        timeout=30,
    )

    assert text_of(answer, "//dl/dd") == ["x.bin", "300000", hashlib.sha256(sent).hexdigest()]


def test_a_published_file_is_served_by_the_web_server(visitor) -> None:
    sent = bytes(range(256)) * 40
    address = visitor.session.post(
        f"{visitor.url}/outils/publier",
        headers={"Host": visitor.host},
        files={"fichier": ("x.bin", sent)},
        timeout=30,
    ).json()["adresse"]
    answer = visitor.get(address)

    assert (answer.status_code, answer.content) == (200, sent)
    assert "X-Powered-By" not in answer.headers


def test_a_head_request_is_refused_where_only_get_and_post_are_named(answer_to, database) -> None:
    database.run(
        "INSERT INTO sf_guard_forgot_password (user_id, unique_key, expires_at, created_at, updated_at)"
        " VALUES (1, 'cle', NOW(), NOW(), NOW())"
    )
    statuses = [answer_to("/forgot_password/cle", method=method)[0] for method in ("GET", "HEAD")]

    assert statuses == [200, 404]


def test_a_page_that_never_changes_is_not_sent_twice(visitor) -> None:
    first = visitor.get("/outils/constante")
    by_tag = visitor.get("/outils/constante", **{"If-None-Match": first.headers["ETag"]})
    by_date = visitor.get(
        "/outils/constante", **{"If-Modified-Since": first.headers["Last-Modified"]}
    )
    other = visitor.get("/outils/constante", **{"If-None-Match": f"W/{first.headers['ETag']}"})

    assert [first.status_code, by_tag.status_code, by_date.status_code, other.status_code] == [
        200,
        304,
        304,
        200,
    ]


def test_a_failure_is_a_500_that_says_nothing_unless_debugging(visitor) -> None:
    public = visitor.get("/outils/erreur")
    debugging = visitor.get("/frontend_dev.php/outils/erreur")

    assert (public.status_code, debugging.status_code) == (500, 500)
    assert "Erreur demandée" not in public.text
    assert "Erreur demandée" in debugging.text


def test_dev_controllers_show_a_debug_bar(admin) -> None:
    assert text_of(admin.get("/frontend_dev.php/communes"), "//div[@id='sfWebDebug']")
    assert not text_of(admin.get("/communes"), "//div[@id='sfWebDebug']")


@pytest.mark.parametrize(
    "username, statuses",
    [
        pytest.param(
            "claire.martin",
            {
                "/arrivants": 200,
                "/arrivants/1/historique": 200,
                "/rgpd": 403,
                "/sf_guard_user": 403,
            },
            id="adviser",
        ),
        pytest.param(
            "assistant",
            {
                "/communes": 200,
                "/arrivants/1/enfants": 200,
                "/arrivants/1/documents": 403,
                "/arrivants/new": 403,
                "/logements": 403,
            },
            id="assistant",
        ),
        pytest.param(
            "metropole_lecture",
            {"/statistiques": 200, "/arrivants": 403, "/communes": 403},
            id="metropolis",
        ),
        pytest.param(
            "partenaire_emploi",
            {"/offres": 200, "/candidatures": 200, "/arrivants": 403},
            id="employment partner",
        ),
        pytest.param("stagiaire", {"/": 200, "/communes": 403}, id="no group"),
    ],
)
def test_roles_open_their_pages(sign_in, username: str, statuses: dict[str, int]) -> None:
    visitor = sign_in(username)

    assert {address: visitor.get(address).status_code for address in statuses} == statuses


def test_company_referents_see_their_own_people_everywhere(sign_in, database) -> None:
    referent = sign_in("referent_entreprise")
    own = {
        str(number)
        for (number,) in database.run(
            "SELECT a.id FROM arrivant a JOIN entreprise e ON e.id = a.entreprise_id JOIN sf_guard_user u ON u.id = e.referent_id"
            " WHERE u.username = 'referent_entreprise' AND a.deleted_at IS NULL AND e.deleted_at IS NULL"
        )
    }
    listed = set(page(referent.get("/arrivants")).xpath("//input[@name='ids[]']/@value"))
    stranger = database.run(
        "SELECT MIN(id) FROM arrivant WHERE deleted_at IS NULL AND entreprise_id IS NULL OR entreprise_id NOT IN (SELECT id FROM entreprise WHERE referent_id IS NOT NULL)"
    )[0][0]

    assert listed == own
    assert referent.get(f"/arrivants/{stranger}/edit").status_code == 404
    assert not re.search(
        r'name="arrivant\[(notes|email|telephone)\]"',
        referent.get(f"/arrivants/{next(iter(own))}/edit").text,
    )


def test_advisers_write_their_own_files_only(sign_in, database) -> None:
    claire = sign_in("claire.martin")
    others = "SELECT MIN(a.id) FROM arrivant a JOIN sf_guard_user u ON u.id = a.conseiller_id WHERE a.deleted_at IS NULL AND u.username <> 'claire.martin'"
    number = database.run(others)[0][0]

    assert claire.get(f"/arrivants/{number}/edit").status_code == 200
    assert claire.post(f"/arrivants/{number}", {"sf_method": "put"}).status_code == 403


def test_nothing_was_left_in_the_error_log_but_what_was_asked_for(stack) -> None:
    log = stack.settings.logs / "php-gestion.log"
    lines = log.read_text(encoding="utf-8").splitlines() if log.exists() else []

    assert [line for line in lines if "PHP " in line] == []
