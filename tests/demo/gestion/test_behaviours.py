"""Rows are written as Doctrine 1 writes them."""

import pytest

from tests.fakes.site_visitor import SiteVisitor, hidden, page, text_of

pytestmark = pytest.mark.stack


def form_of(visitor: SiteVisitor, address: str, name: str) -> dict[str, str | list[str]]:
    """What a browser would send of a form nobody touched."""
    tree = page(visitor.get(address))
    sent: dict[str, str | list[str]] = {}
    for field in tree.xpath(
        f"//div[@class='sf_admin_form']//*[starts-with(@name, '{name}[') or @name='sf_method']"
    ):
        key = field.get("name")
        if field.tag == "select" and field.get("multiple"):
            sent[key] = field.xpath("option[@selected]/@value")
        elif field.tag == "select":
            sent[key] = (field.xpath("option[@selected]/@value") or field.xpath("option/@value"))[0]
        elif field.tag == "textarea":
            sent[key] = field.text or ""
        elif field.get("type") != "checkbox" or field.get("checked"):
            sent[key] = field.get("value") or ("on" if field.get("type") == "checkbox" else "")
    return sent


def test_a_form_sent_back_untouched_writes_nothing_where_nothing_was_empty(admin, database) -> None:
    database.run(
        "UPDATE partenaire SET url='https://x.example', contact='c', email='a@x.example', telephone='1' WHERE id = 1"
    )
    before = database.run("SELECT * FROM partenaire WHERE id = 1")
    admin.post("/partenaires/1", form_of(admin, "/partenaires/1/edit", "partenaire"))

    assert database.run("SELECT * FROM partenaire WHERE id = 1") == before


def test_null_becomes_blank_when_a_form_is_sent_back(admin, database) -> None:
    database.run("UPDATE partenaire SET telephone = NULL, email = NULL WHERE id = 2")
    admin.post("/partenaires/2", form_of(admin, "/partenaires/2/edit", "partenaire"))

    assert database.run("SELECT telephone, email FROM partenaire WHERE id = 2") == [("", "")]


def test_a_change_moves_updated_at_and_nothing_else(admin, database) -> None:
    database.run(
        "UPDATE mode_garde SET updated_at = '2001-01-01', created_at = '2000-01-01', horaires = 'x', telephone = 'y' WHERE id = 1"
    )
    sent = form_of(admin, "/modes_garde/1/edit", "mode_garde") | {"mode_garde[capacite]": "17"}
    admin.post("/modes_garde/1", sent)

    assert database.run(
        "SELECT capacite, YEAR(created_at), updated_at > NOW() - INTERVAL 1 DAY, horaires FROM mode_garde WHERE id = 1"
    ) == [(17, 2000, 1, "x")]


def test_zero_dates_stay_as_they_are(admin, database) -> None:
    zero = "SELECT id, created_at + 0 FROM etablissement_scolaire WHERE created_at = 0 LIMIT 1"
    number = database.run(zero)[0][0]
    sent = form_of(admin, f"/etablissements/{number}/edit", "etablissement_scolaire") | {
        "etablissement_scolaire[langues]": "latin"
    }
    answer = admin.post(f"/etablissements/{number}", sent)

    assert answer.status_code == 302
    assert database.run(
        "SELECT langues, created_at + 0 FROM etablissement_scolaire WHERE id = %s", [number]
    ) == [("latin", 0)]


def test_letters_latin1_has_not_become_question_marks(admin, database) -> None:
    sent = form_of(admin, "/partenaires/3/edit", "partenaire") | {
        "partenaire[contact]": "Zoë Œuvre Łaska"
    }
    admin.post("/partenaires/3", sent)

    assert database.run("SELECT contact FROM partenaire WHERE id = 3") == [("Zoë Œuvre ?aska",)]


def test_a_soft_delete_dates_the_row_and_hides_it(admin, database) -> None:
    number = database.run("SELECT MIN(id) FROM logement WHERE deleted_at IS NULL")[0][0]
    token = hidden(admin.get("/logements"), "_csrf_token")
    admin.post(f"/logements/{number}", {"sf_method": "delete", "_csrf_token": token})

    assert database.run("SELECT deleted_at = updated_at FROM logement WHERE id = %s", [number]) == [
        (1,)
    ]
    assert admin.get(f"/logements/{number}/edit").status_code == 404


def test_arrays_are_stored_as_php_serializes_them(admin, database) -> None:
    sent = form_of(admin, "/demandes/1/edit", "demande") | {
        "demande[besoins][]": ["logement", "découverte"]
    }
    answer = admin.post("/demandes/1", sent)

    assert answer.status_code == 302
    assert database.run("SELECT besoins FROM demande WHERE id = 1") == [
        ('a:2:{i:0;s:8:"logement";i:1;s:11:"découverte";}',)
    ]


def test_links_of_many_to_many_change_by_their_difference(admin, database) -> None:
    database.run("UPDATE sf_guard_user_group SET created_at = '2001-01-01' WHERE user_id = 4")
    sent = form_of(admin, "/sf_guard_user/4/edit", "sf_guard_user") | {
        "sf_guard_user[groups_list][]": ["2", "3"]
    }
    answer = admin.post("/sf_guard_user/4", sent)

    assert answer.status_code == 302
    assert database.run(
        "SELECT group_id, YEAR(created_at) = 2001 FROM sf_guard_user_group WHERE user_id = 4 ORDER BY 1"
    ) == [(2, 0), (3, 1)]


def test_file_numbers_have_no_gap(admin, database) -> None:
    sent = form_of(admin, "/arrivants/new", "arrivant") | {
        "arrivant[nom]": "Essai",
        "arrivant[prenom]": "Un",
    }
    for _ in range(2):
        admin.post("/arrivants", sent)
    numbers = [
        int(number[5:])
        for (number,) in database.run(
            "SELECT numero_dossier FROM arrivant WHERE numero_dossier LIKE CONCAT(YEAR(NOW()), '-%%') ORDER BY 1"
        )
    ]

    assert numbers == list(range(1, len(numbers) + 1))


def test_a_request_is_converted_once(admin, database) -> None:
    database.run(
        "UPDATE demande SET arrivant_id = NULL, entreprise_id = NULL, type = 'arrivant' WHERE id = 1"
    )
    token = hidden(admin.get("/demandes/1/convertir"), "_csrf_token")
    first = admin.post("/demandes/1/convertir", {"_csrf_token": token}).headers["Location"]
    second = admin.post("/demandes/1/convertir", {"_csrf_token": token}).headers["Location"]

    assert first == second
    assert "/arrivants/" in first


def own_file(database, username: str, status: str) -> int:
    """A file of somebody's, put into a state, without any support."""
    (number,) = database.run(
        "SELECT MAX(a.id) FROM arrivant a JOIN sf_guard_user u ON u.id = a.conseiller_id"
        " WHERE a.deleted_at IS NULL AND u.username = %s",
        [username],
    )[0]
    database.run("DELETE FROM accompagnement WHERE arrivant_id = %s", [number])
    database.run("UPDATE arrivant SET statut = %s WHERE id = %s", [status, number])
    return int(number)


def refusals(answer) -> list[str]:
    return text_of(answer, "//ul[@class='error_list']/li")


@pytest.mark.parametrize(
    "username, expected",
    [
        pytest.param(
            "claire.martin",
            ["Seul un administrateur peut revenir à un statut antérieur."],
            id="an adviser",
        ),
        pytest.param("admin", [], id="an administrator"),
    ],
)
def test_files_go_forwards(sign_in, database, username: str, expected: list[str]) -> None:
    number = own_file(database, "claire.martin", "installe")
    visitor = sign_in(username)
    sent = form_of(visitor, f"/arrivants/{number}/edit", "arrivant")
    answer = visitor.post(f"/arrivants/{number}", sent | {"arrivant[statut]": "contact"})

    assert refusals(answer) == expected


def test_a_file_with_open_steps_is_not_closed(admin, database) -> None:
    number = own_file(database, "claire.martin", "installe")
    database.run(
        "INSERT INTO accompagnement (id, arrivant_id, created_at, updated_at)"
        " VALUES (99001, %s, NOW(), NOW())",
        [number],
    )
    database.run(
        "INSERT INTO demarche (accompagnement_id, demarche_type_id, created_at, updated_at)"
        " VALUES (99001, 1, NOW(), NOW())"
    )
    file = form_of(admin, f"/arrivants/{number}/edit", "arrivant")
    support = form_of(admin, "/accompagnements/99001/edit", "accompagnement")
    closing = {f"accompagnement[clos_le][{part}]": "1" for part in ("day", "month")}
    year = {"accompagnement[clos_le][year]": "2027"}

    answers = (
        admin.post(f"/arrivants/{number}", file | {"arrivant[statut]": "clos"}),
        admin.post("/accompagnements/99001", support | closing | year),
    )

    assert [refusals(answer) for answer in answers] == [
        ["Des démarches restent à faire : le dossier ne peut pas être clos."],
        ["Des démarches restent à faire : dites pourquoi le dossier est clos."],
    ]


def test_a_likely_duplicate_is_a_warning(admin, database) -> None:
    database.run("UPDATE arrivant SET email = 'Double@x.example' WHERE id = 1")
    sent = form_of(admin, "/arrivants/new", "arrivant")
    person = {"arrivant[nom]": "D", "arrivant[prenom]": "D", "arrivant[email]": "double@X.example"}
    answer = admin.post("/arrivants", sent | person)
    shown = admin.get(answer.headers["Location"].removeprefix("http://gestion.localhost"))

    assert text_of(shown, "//div[@class='error']")[0].startswith("Attention : le dossier 2")
