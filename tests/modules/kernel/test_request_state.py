import pytest
from flask import g
from flask.testing import FlaskClient

from modules.kernel.application import Ports, create_site
from modules.kernel.database import Database
from modules.kernel.errors import CredentialMissing, DatabaseUnavailable, SignInNeeded
from modules.kernel.request_state import (
    clock,
    close_database_session,
    database_session,
    need,
    visit,
)
from tests.fakes.gardens import StoppedClock
from tests.fakes.visits import FakeVisit, FakeVisits


def test_one_session_serves_a_whole_request_and_is_closed(gardens: Database) -> None:
    app = create_site("gestion", [], Ports(FakeVisits(FakeVisit()), gardens, StoppedClock()))
    with app.app_context():
        session = database_session()

        assert database_session() is session
        assert clock() == app.extensions["figuier"].clock
        close_database_session()
        assert "database_session" not in g
        close_database_session()


def test_a_site_without_database_gives_no_session() -> None:
    app = create_site("gestion", [], Ports(FakeVisits(FakeVisit())))
    with app.app_context(), pytest.raises(DatabaseUnavailable):
        database_session()


@pytest.mark.parametrize(
    "who, error",
    [
        pytest.param(FakeVisit(), SignInNeeded, id="a stranger"),
        pytest.param(FakeVisit({"b"}, user_id=1), CredentialMissing, id="without the right"),
    ],
)
def test_a_page_asks_first_who_then_what(client: FlaskClient, who: FakeVisit, error: type) -> None:
    with client.application.app_context():
        g.visit = who

        assert visit() is who
        with pytest.raises(error):
            need(("a",))


def test_any_one_of_several_credentials_can_be_enough(client: FlaskClient) -> None:
    with client.application.app_context():
        g.visit = FakeVisit({"b"}, user_id=1)
        need((("a", "b"),))
        need(())

        with pytest.raises(CredentialMissing):
            need(("b", ("a", "c")))
