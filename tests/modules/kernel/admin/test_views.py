import pytest
from flask.testing import FlaskClient

from tests.fakes.visits import FakeVisit


@pytest.mark.parametrize(
    "method, path, status",
    [
        pytest.param("GET", "/jardin", 200, id="the module's own address"),
        pytest.param("GET", "/jardin/edit/id/2", 200, id="a default route"),
        pytest.param("GET", "/jardin/index/page/2", 200, id="pairs"),
        pytest.param("GET", "/jardins/2/index", 200, id="any action by the object wildcard"),
        pytest.param("POST", "/jardins/index/action", 200, id="or by the collection's"),
        pytest.param("HEAD", "/jardins", 200, id="HEAD"),
        pytest.param("GET", "/jardinage", 404, id="a longer word"),
        pytest.param("GET", "/jardins/2/nope", 404, id="no such action"),
        pytest.param("GET", "/jardins/batch/action", 404, id="batches are posted"),
        pytest.param("POST", "/jardins/2", 404, id="no method override"),
        pytest.param("PUT", "/jardins/99", 404, id="a real PUT of nothing"),
        pytest.param("DELETE", "/jardins/2", 500, id="a real DELETE without token"),
        pytest.param("OPTIONS", "/jardins", 200, id="an unknown method is GET"),
        pytest.param("POST", "/jardins?sf_method=get", 200, id="GET in disguise"),
        pytest.param("POST", "/jardins?sf_method=x", 500, id="a method nobody knows"),
    ],
)
def test_an_address_leads_to_its_action(
    client: FlaskClient, method: str, path: str, status: int
) -> None:
    assert client.open(path, method=method).status_code == status


def test_what_is_not_there_is_told_before_any_question_of_rights(
    client: FlaskClient, visit: FakeVisit
) -> None:
    visit.user_id = None

    assert client.get("/jardins/2/nope").status_code == 404
    assert client.get("/jardins/99/edit").status_code == 401


def test_the_credential_of_an_action_is_asked_wherever_it_stands(
    client: FlaskClient, visit: FakeVisit
) -> None:
    visit.credentials = {"jardins"}

    assert client.get("/jardins/2/ListArroser").status_code == 302
    assert client.get("/jardin/ouvrir").status_code == 404
