"""vitrine's session, read and written by real Symfony and by Python in turn."""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest

from demo.data.accounts import ACCOUNTS
from demo.stack.database import Database
from demo.stack.pristine import restore
from demo.stack.stack import LegacyStack
from tests.fakes.site_visitor import SiteVisitor, hidden, text_of

pytestmark = pytest.mark.stack

SIGN_IN = "http://vitrine.localhost/espace/connexion"
NOBODY = {"user": None, "id": None, "name": "", "roles": [], "culture": "fr"}


class Visitor:
    """One browser that goes from one side to the other."""

    def __init__(self, php: str, python: str) -> None:
        self.php = SiteVisitor(php, "vitrine.localhost")
        self.python = SiteVisitor(python, "vitrine.localhost", self.php.session)

    def sign_in(self, account: str, token: str | None = None) -> str:
        password = next(one.password for one in ACCOUNTS if one.username == account)
        fields: dict[str, str | list[str]] = {
            "_username": account,
            "_password": password,
            "_csrf_token": token or hidden(self.php.get("/espace/connexion"), "_csrf_token"),
        }
        answer = self.php.post("/espace/connexion", fields)
        assert answer.status_code == 302
        return str(answer.headers["Location"])

    def who(self) -> dict[str, object]:
        found: dict[str, object] = self.python.get("/python/who").json()
        return found


@pytest.fixture(scope="module")
def python(serve: Callable[[str], AbstractContextManager[int]]) -> Iterator[str]:
    with serve("tests.fakes.vitrine_site:application()") as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture
def visitor(stack: LegacyStack, python: str) -> Visitor:
    return Visitor(stack.vitrine_url, python)


@pytest.fixture
def database(database: Database) -> Iterator[Database]:
    yield database
    restore(database)


def partner() -> str:
    return next(one.username for one in ACCOUNTS if "partenaire_emploi" in one.groups)


def test_d1_who_signed_in_on_symfony_is_signed_in_on_python(visitor: Visitor) -> None:
    assert visitor.who() == NOBODY
    assert visitor.php.cookie("PHPSESSID") is None
    # The page that was wanted is kept, as Symfony itself keeps it.
    wanted = visitor.python.get("/python/emploi")
    assert (wanted.status_code, wanted.headers["Location"]) == (302, SIGN_IN)

    visitor.sign_in(partner())
    found = visitor.who()
    assert found["user"] == partner()
    assert {"ROLE_PARTENAIRE_EMPLOI", "ROLE_PARTENAIRE", "ROLE_USER"} <= set(found["roles"])  # type: ignore[call-overload]
    assert visitor.python.get("/python/emploi").text == "emploi"
    assert visitor.php.get("/espace").status_code == 200

    visitor.php.get("/espace/deconnexion")
    assert visitor.who() == NOBODY


@pytest.mark.parametrize(
    "account, group",
    [("", ""), *((one.username, "+".join(one.groups)) for one in ACCOUNTS if one.is_active)],
)
def test_d9_python_is_no_weaker_than_access_control(
    visitor: Visitor, account: str, group: str
) -> None:
    if account:
        visitor.sign_in(account)
    php = visitor.php.get("/espace").status_code
    python = visitor.python.get("/espace/python").status_code

    assert python == php, group


def test_symfonys_sign_in_leads_back_to_the_page_of_python(visitor: Visitor) -> None:
    visitor.python.get("/python/who")
    visitor.python.get("/espace/python?page=2")

    assert visitor.sign_in(partner()).endswith("/espace/python?page=2")
    assert visitor.python.get("/espace/python").status_code == 200


def test_a_form_sent_without_a_session_comes_back_after_symfonys_sign_in(visitor: Visitor) -> None:
    jar = visitor.python.session.cookies
    jar.set("PHPSESSID", "gone" * 6, domain="vitrine.localhost", path="/")
    sent = visitor.python.post("/python/note", {"text": "Élan d'été", "_token": "x"})

    assert sent.status_code == 302
    assert visitor.sign_in(partner()).endswith("/python/note")
    assert visitor.python.get("/python/note").text == "Élan d'été"
    assert visitor.python.get("/python/note").text == ""


def test_d10_a_language_chosen_on_symfony_is_spoken_by_python(visitor: Visitor) -> None:
    visitor.php.get("/langue/en")

    assert visitor.who()["culture"] == "en"


@pytest.mark.parametrize(
    "change",
    [
        "is_active = 0",
        "password = '0000000000000000000000000000000000000000'",
        "username = 'quelqu.un.d.autre'",
        "is_super_admin = 1",
    ],
    ids=["switched off", "another password", "another name", "other roles"],
)
def test_who_symfony_would_sign_out_is_nobody_on_python(
    visitor: Visitor, database: Database, change: str
) -> None:
    visitor.sign_in(partner())
    database.run(f"UPDATE sf_guard_user SET {change} WHERE username = '{partner()}'")

    assert visitor.who() == NOBODY
    assert visitor.php.get("/espace").status_code == 302


def test_d8_a_form_of_either_side_is_taken_by_the_other(visitor: Visitor) -> None:
    shown_by_php = hidden(visitor.php.get("/espace/connexion"), "_csrf_token")
    sent = visitor.python.post("/python/form/authenticate", {"token": shown_by_php})
    assert sent.json() == {"accepted": True}
    forged = visitor.python.post("/python/form/authenticate", {"token": shown_by_php[:-3]})
    assert forged.json() == {"accepted": False}

    fresh = Visitor(visitor.php.url, visitor.python.url)
    shown_by_python = fresh.python.get("/python/form/authenticate").text
    fresh.sign_in(partner(), shown_by_python)
    assert fresh.php.get("/espace").status_code == 200
    assert fresh.who()["user"] == partner()


def test_d10_a_message_of_either_side_is_shown_once_by_the_other(visitor: Visitor) -> None:
    visitor.python.get("/python/say")
    shown = [text_of(visitor.php.get("/"), "//*[@role='status']") for _ in range(2)]
    assert [len(each) for each in shown] == [1, 0]

    contact(visitor)
    assert visitor.python.get("/python/flash").json() == {"said": "contact.sent"}
    assert visitor.python.get("/python/flash").json() == {"said": None}


def contact(visitor: Visitor) -> None:
    """A form of Symfony's, which leaves a message."""
    fields: dict[str, str | list[str]] = {
        "contact[type]": "arrivant",
        "contact[civilite]": "Mme",
        "contact[nom]": "D'Été",
        "contact[prenom]": "Zoé",
        "contact[email]": "zoe@example.org",
        "contact[telephone]": "",
        "contact[societe]": "",
        "contact[message]": "Bonjour",
        "contact[site_web]": "",
        "contact[consentement]": "1",
        "contact[_token]": hidden(visitor.php.get("/contact"), "contact[_token]"),
    }
    assert visitor.php.post("/contact", fields).status_code == 302


def test_what_python_keeps_lives_through_pages_of_symfony(visitor: Visitor) -> None:
    visitor.python.get("/python/own")
    visitor.sign_in(partner())
    visitor.php.get("/espace")

    assert visitor.python.get("/python/own").json() == {"seen": 2, "kept": {"page": 2}}


def test_a_busy_session_is_read_at_once_and_written_or_said(
    visitor: Visitor, stack: LegacyStack
) -> None:
    visitor.sign_in(partner())
    folder = stack.settings.sessions("vitrine")
    with (folder / f"sess_{visitor.php.cookie('PHPSESSID')}").open("r+b") as held_by_php:
        fcntl.flock(held_by_php, fcntl.LOCK_EX)
        assert visitor.who()["user"] == partner()
        refused = visitor.python.get("/python/say")

    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "5")
    assert visitor.python.get("/python/flash").json() == {"said": None}
