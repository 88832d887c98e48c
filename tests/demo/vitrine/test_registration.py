"""Registration of a household for a public event."""

import pytest

from tests.fakes.site_visitor import hidden, page, text_of

pytestmark = pytest.mark.stack

PATH = "/agenda/essai"


@pytest.fixture
def event(database, reset_database):
    """An event to come, open to partners and children, with nobody registered."""
    reset_database()
    database.run(
        "UPDATE evenement SET slug = 'essai', publie = 1, capacite = 4, ouvert_conjoint = 1,"
        " ouvert_enfants = 1, debut = NOW() + INTERVAL 9 DAY, fin = NOW() + INTERVAL 10 DAY,"
        " inscription_limite = NOW() + INTERVAL 2 DAY WHERE id = 1"
    )
    database.run("DELETE FROM inscription WHERE evenement_id = 1")
    return 1


@pytest.fixture
def households(database):
    """File numbers and addresses of two open files."""
    return database.run(
        "SELECT id, numero_dossier, email FROM arrivant WHERE statut IN ('installe', 'en_cours')"
        " AND deleted_at IS NULL AND email <> '' ORDER BY id LIMIT 2"
    )


def registered(database):
    return database.run(
        "SELECT arrivant_id, conjoint, nb_enfants, statut, commentaire FROM inscription"
        " WHERE evenement_id = 1 ORDER BY id"
    )


def sent(visitor, household, **changes):
    fields = {
        "numero_dossier": household[1],
        "email": household[2],
        "nb_enfants": "2",
        "commentaire": "",
        "_token": hidden(visitor.get(PATH), "inscription[_token]"),
        **changes,
    }
    return {f"inscription[{name}]": value for name, value in fields.items()}


def test_household_is_registered_and_told(visitor, database, event, households):
    response = visitor.post(PATH + "/inscription", sent(visitor, households[0], conjoint="1"))
    after = visitor.get(PATH)

    assert (response.status_code, response.headers["Location"]) == (302, PATH)
    assert registered(database) == [(households[0][0], 1, 2, "inscrit", None)]
    assert text_of(after, "//*[@role='status']") == [
        "Votre inscription est enregistrée. À bientôt !"
    ]


def test_second_registration_is_refused(visitor, database, event, households):
    visitor.post(PATH + "/inscription", sent(visitor, households[0]))
    response = visitor.post(PATH + "/inscription", sent(visitor, households[0]))

    assert response.status_code == 422
    assert "déjà inscrite" in response.text
    assert len(registered(database)) == 1


def test_invited_household_answers_in_the_row_of_its_invitation(
    visitor, database, event, households
):
    database.run(
        "INSERT INTO inscription (evenement_id, arrivant_id, statut, created_at, updated_at)"
        " VALUES (1, %s, 'invite', NOW(), NOW())",
        [households[0][0]],
    )
    visitor.post(PATH + "/inscription", sent(visitor, households[0]))

    assert registered(database) == [(households[0][0], 0, 2, "inscrit", None)]


def test_full_event_puts_on_the_waiting_list(visitor, database, event, households):
    visitor.post(PATH + "/inscription", sent(visitor, households[0]))
    visitor.post(PATH + "/inscription", sent(visitor, households[1]))

    assert [row[3] for row in registered(database)] == ["inscrit", "liste_attente"]


@pytest.mark.parametrize(
    "changes, words",
    [
        pytest.param({"numero_dossier": "42"}, "s'écrit comme 2026-0042", id="not a file number"),
        pytest.param({"numero_dossier": "2026-9999"}, "ne trouvons pas", id="unknown file"),
        pytest.param({"email": "autre@example.org"}, "ne trouvons pas", id="another's file"),
        pytest.param({"nb_enfants": "99"}, "", id="too many children"),
        pytest.param({"_token": "x"}, "jeton CSRF", id="forged token"),
    ],
)
def test_mistake_registers_nobody(visitor, database, event, households, changes, words):
    response = visitor.post(PATH + "/inscription", sent(visitor, households[0], **changes))
    errors = " ".join(text_of(response, "//ul[@class='errors']"))

    assert response.status_code == 422
    assert errors
    assert words in errors
    assert registered(database) == []


def test_closed_file_cannot_register(visitor, database, event, households):
    database.run("UPDATE arrivant SET statut = 'clos' WHERE id = %s", [households[0][0]])
    response = visitor.post(PATH + "/inscription", sent(visitor, households[0]))

    assert response.status_code == 422
    assert registered(database) == []


def test_after_the_limit_there_is_no_form_and_no_way_in(visitor, database, event, households):
    fields = sent(visitor, households[0])
    database.run("UPDATE evenement SET inscription_limite = NOW() - INTERVAL 2 MINUTE WHERE id = 1")
    shown = visitor.get(PATH)
    response = visitor.post(PATH + "/inscription", fields)

    assert page(shown).xpath("//form") == []
    assert response.status_code == 422
    assert "closes" in response.text
    assert registered(database) == []
