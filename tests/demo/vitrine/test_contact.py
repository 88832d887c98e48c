"""The contact form, which writes what gestion reads."""

import pytest

from demo.data.serialized import serialize
from tests.fakes.site_visitor import hidden, page, text_of

pytestmark = pytest.mark.stack

SENT = {
    "contact[type]": "arrivant",
    "contact[civilite]": "Mme",
    "contact[nom]": "D'Été",
    "contact[prenom]": "Zoé",
    "contact[email]": "zoe@example.org",
    "contact[telephone]": "+33 6 39 98 00 01",
    "contact[societe]": "",
    "contact[besoins][]": ["logement", "emploi_conjoint"],
    "contact[message]": "Bonjour,\r\nnous arrivons.",
    "contact[site_web]": "",
    "contact[consentement]": "1",
}


@pytest.fixture
def form(visitor):
    """The fields as a visitor of the page would send them."""
    return {**SENT, "contact[_token]": hidden(visitor.get("/contact"), "contact[_token]")}


def last_request(database):
    return database.run(
        "SELECT id, origine, type, civilite, nom, prenom, email, telephone, societe, message,"
        " besoins, consentement, statut, ip, user_agent, affectee_a, created_at = updated_at"
        " FROM demande ORDER BY id DESC LIMIT 1"
    )[0]


def test_sent_form_is_in_the_table_the_same_second(visitor, database, form):
    before = last_request(database)[0]

    response = visitor.post("/contact", form)
    row = last_request(database)

    assert (response.status_code, response.headers["Location"]) == (302, "/contact/merci")
    assert row[0] > before
    assert row[1:7] == ("vitrine", "arrivant", "Mme", "D'Été", "Zoé", "zoe@example.org")
    assert row[7:10] == ("+33 6 39 98 00 01", None, "Bonjour,\r\nnous arrivons.")
    assert row[10] == serialize(["logement", "emploi_conjoint"])
    assert row[11:13] == (1, "nouvelle")
    assert (row[13], row[15], row[16]) == ("127.0.0.1", None, 1)
    assert row[14].startswith("python-requests/")


def test_thanks_are_shown_once(visitor, form):
    visitor.post("/contact", form)

    first = text_of(visitor.get("/contact/merci"), "//*[@role='status']")
    second = text_of(visitor.get("/contact/merci"), "//*[@role='status']")

    assert first == ["Votre message est bien arrivé. Nous vous répondons sous trois jours ouvrés."]
    assert second == []


def test_no_need_is_an_empty_serialized_list(visitor, database, form):
    del form["contact[besoins][]"]
    visitor.post("/contact", form)

    assert last_request(database)[10] == "a:0:{}"


@pytest.mark.parametrize(
    "change, field",
    [
        pytest.param({"contact[nom]": ""}, "contact_nom", id="no name"),
        pytest.param({"contact[nom]": "x" * 101}, "contact_nom", id="name too long"),
        pytest.param({"contact[email]": "pas une adresse"}, "contact_email", id="bad address"),
        pytest.param({"contact[message]": "  "}, "contact_message", id="blank message"),
        pytest.param({"contact[consentement]": None}, "contact_consentement", id="no consent"),
        pytest.param({"contact[type]": "robot"}, "contact_type", id="unknown choice"),
        pytest.param({"contact[besoins][]": ["x"]}, "contact_besoins", id="unknown need"),
    ],
)
def test_mistake_is_shown_at_its_field_and_nothing_is_lost(visitor, database, form, change, field):
    before = last_request(database)[0]

    sent = {key: value for key, value in {**form, **change}.items() if value is not None}
    response = visitor.post("/contact", sent)
    errors = page(response)

    assert response.status_code == 422
    assert errors.xpath(f"//*[@role='alert']//a[@href='#{field}']")
    assert errors.xpath(f"//ul[@id='{field}_errors']/li")
    assert errors.xpath("//input[@name='contact[prenom]']/@value") == ["Zoé"]
    assert last_request(database)[0] == before


@pytest.mark.parametrize("token", [pytest.param("x", id="forged"), pytest.param("", id="missing")])
def test_form_without_our_token_is_refused(visitor, database, form, token):
    before = last_request(database)[0]

    response = visitor.post("/contact", {**form, "contact[_token]": token})

    assert response.status_code == 422
    assert "Le jeton CSRF est invalide" in response.text
    assert last_request(database)[0] == before


def test_token_of_another_visitor_is_refused(visitor, other_visitor, form):
    other_visitor.get("/contact")

    assert other_visitor.post("/contact", form).status_code == 422


def test_program_is_thanked_and_filed_as_spam(visitor, database, form):
    response = visitor.post("/contact", {**form, "contact[site_web]": "http://piege.example"})

    assert response.headers["Location"] == "/contact/merci"
    assert last_request(database)[12] == "spam"


def test_address_of_the_visitor_comes_from_the_proxy(visitor, database, form):
    visitor.session.headers["X-Forwarded-For"] = "198.51.100.7"
    visitor.post("/contact", form)

    assert last_request(database)[13] == "198.51.100.7"


def test_session_has_the_layout_of_symfony(visitor, session_text, form):
    visitor.post("/contact", form)
    text = session_text(visitor)

    assert text.startswith("_sf2_attributes|a:1:{")
    assert 's:13:"_csrf/contact";s:43:"' in text
    assert '_symfony_flashes|a:1:{s:7:"success";a:1:{i:0;s:12:"contact.sent";}}' in text
    assert '_sf2_meta|a:3:{s:1:"u";i:' in text


def test_session_cookie_is_symfonys(visitor):
    cookie = visitor.get("/contact").headers["Set-Cookie"]

    assert cookie.startswith("PHPSESSID=")
    assert cookie.endswith("; path=/; httponly; samesite=lax")
