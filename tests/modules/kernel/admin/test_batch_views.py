import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.fakes.gardens import Garden
from tests.fakes.visits import FakeVisit


@pytest.fixture
def form(visit: FakeVisit) -> dict[str, object]:
    token = visit.form_token("BaseForm")
    return {"ids[]": ["3", "4"], "batch_action": "batchDelete", "_csrf_token": token}


def test_ticked_rows_are_deleted(
    client: FlaskClient, visit: FakeVisit, session: Session, form: dict[str, object]
) -> None:
    answer = client.post("/jardins/batch/action", data=form)

    assert answer.headers["Location"] == "http://localhost/jardins"
    assert session.query(Garden.id).order_by(Garden.id).all() == [(1,), (2,)]
    assert visit.flashes == {"notice": "The selected items have been deleted successfully."}


def test_the_modules_own_batch_is_run(
    client: FlaskClient, visit: FakeVisit, session: Session, form: dict[str, object]
) -> None:
    client.post("/jardins/batch/action", data=form | {"batch_action": "BATCHouvrir"})

    assert visit.flashes == {"notice": "2 ouvert(s)."}
    assert session.get_one(Garden, 3).is_open


@pytest.mark.parametrize(
    "changes, message",
    [
        pytest.param({"ids[]": []}, "You must at least select one item.", id="nothing ticked"),
        pytest.param({"ids[]": [], "ids": "0"}, "You must at least select one item.", id="zero"),
        pytest.param(
            {"batch_action": ""},
            "You must select an action to execute on the selected items.",
            id="no action",
        ),
        pytest.param({"ids[]": ["3", "99"]}, "A problem occurs when deleting", id="one is gone"),
        pytest.param({"ids[]": [], "ids[a][b]": "3"}, "A problem occurs", id="too deep"),
    ],
)
def test_an_odd_batch_leaves_an_error_and_the_rows(
    client: FlaskClient,
    visit: FakeVisit,
    session: Session,
    form: dict[str, object],
    changes: dict[str, object],
    message: str,
) -> None:
    assert client.post("/jardins/batch/action", data=form | changes).status_code == 302
    assert visit.flashes["error"].startswith(message)
    assert session.query(Garden).count() == 4


@pytest.mark.parametrize(
    "changes, status",
    [
        pytest.param({"_csrf_token": "x"}, 500, id="wrong token"),
        pytest.param({"_csrf_token": ""}, 500, id="no token"),
        pytest.param({"batch_action": "batchNope"}, 500, id="no such action"),
        pytest.param({"batch_action": "index"}, 500, id="an action that is no batch"),
    ],
)
def test_a_batch_that_is_not_ours_is_a_500(
    client: FlaskClient, form: dict[str, object], changes: dict[str, object], status: int
) -> None:
    assert client.post("/jardins/batch/action", data=form | changes).status_code == status


def test_a_batch_is_for_those_who_hold_its_credential(
    client: FlaskClient, visit: FakeVisit, form: dict[str, object]
) -> None:
    visit.credentials = {"jardins"}
    sent = form | {"batch_action": "batchOuvrir"}

    assert client.post("/jardins/batch/action", data=sent).status_code == 403


def test_a_row_action_is_run_and_goes_back_to_the_list(
    client: FlaskClient, visit: FakeVisit, session: Session
) -> None:
    answer = client.get("/jardins/4/ListArroser")

    assert answer.headers["Location"] == "http://localhost/jardins"
    assert session.get_one(Garden, 4).notes == "arrosé"
    assert visit.flashes == {"notice": "Arrosé."}
    assert client.get("/jardins/99/ListArroser").status_code == 404
