from dataclasses import replace
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient

from modules.kernel.application import Ports, create_site
from modules.kernel.clock import WallClock
from modules.kernel.database import Database
from tests.fakes.gardens import GARDENS_LOT, Garden
from tests.fakes.visits import FakeVisit, FakeVisits


def test_a_page_of_a_lot_is_answered_in_the_sites_frame(client: FlaskClient) -> None:
    page = client.get("/jardins")

    assert page.status_code == 200
    assert "<title>Jardins - Gestion - CCI de Valmont</title>" in page.text
    assert 'id="menu"' in page.text
    assert "Ada Lys" in page.text


def test_no_page_is_ever_cached(client: FlaskClient) -> None:
    for path in ("/jardins", "/jardins.csv", "/nope"):
        headers = client.get(path).headers

        assert headers["Cache-Control"] == "no-store, no-cache, must-revalidate"
        assert headers["Pragma"] == "no-cache"
        assert headers["Expires"] == "Thu, 19 Nov 1981 08:52:00 GMT"


def test_a_method_nobody_knows_is_refused_before_the_session_is_looked_at(
    client: FlaskClient, visit: FakeVisit
) -> None:
    visit.said = {"notice": "encore là"}
    page = client.post("/jardins/1", data={"sf_method": "bidon"})

    assert page.status_code == 500
    assert "Cache-Control" not in page.headers
    assert visit.said == {"notice": "encore là"}


def test_lots_of_other_sites_are_left_out() -> None:
    visits = FakeVisits(FakeVisit({"*"}, user_id=1))
    elsewhere = replace(GARDENS_LOT, site="vitrine")

    assert (
        create_site("gestion", [elsewhere], Ports(visits)).test_client().get("/jardins").status_code
        == 404
    )


def test_a_site_without_a_frame_of_its_own_shows_bare_pages(gardens: Database) -> None:
    visits = FakeVisits(FakeVisit({"*"}, user_id=1))
    lot = replace(GARDENS_LOT, site="vitrine")
    page = create_site("vitrine", [lot], Ports(visits, gardens)).test_client().get("/jardins")

    assert page.status_code == 200
    assert 'id="entete"' not in page.text


def test_a_blueprint_that_is_not_there_stops_the_start() -> None:
    lot = replace(GARDENS_LOT, blueprint="tests.fakes.gardens:nope")

    with pytest.raises(AttributeError):
        create_site("gestion", [lot], Ports(FakeVisits(FakeVisit())))


def test_the_clock_is_the_machines_unless_another_is_given() -> None:
    assert Ports(FakeVisits(FakeVisit())).clock == WallClock()


@pytest.mark.parametrize("size", [600_000, 3_000_000], ids=["600 kB", "3 MB"])
@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data"])
def test_a_long_text_is_taken_as_php_takes_it(
    client: FlaskClient, visit: FakeVisit, size: int, kind: str
) -> None:
    form = {
        "garden[nom]": "Long", "garden[genre]": "verger", "garden[notes]": "x" * size,
        "garden[_csrf_token]": visit.form_token("GardenForm"),
    }  # fmt: skip
    body, content_type = urlencode(form), kind
    if kind.startswith("multipart"):
        parts = [f'Content-Disposition: form-data; name="{n}"\r\n\r\n{v}' for n, v in form.items()]
        body = "".join(f"--b\r\n{part}\r\n" for part in parts) + "--b--\r\n"
        content_type = f"{kind}; boundary=b"

    assert client.post("/jardins", data=body, content_type=content_type).status_code == 302


def test_slashes_are_not_merged(client: FlaskClient) -> None:
    assert client.get("//jardins").status_code == 404
    assert client.get("/jardins//new").status_code == 404


TREE = {"garden[nom]": "Un verger", "garden[genre]": "verger"}


def names(gardens: Database) -> set[str]:
    with gardens.session() as session:
        return {garden.name for garden in session.query(Garden)}


def test_nothing_is_saved_while_the_session_cannot_be_had(
    client: FlaskClient, visit: FakeVisit, gardens: Database
) -> None:
    visit.busy = {"before"}
    form = TREE | {"garden[_csrf_token]": visit.form_token("GardenForm")}
    page = client.post("/jardins", data=form)

    assert (page.status_code, page.headers["Retry-After"]) == (503, "5")
    assert "momentanément indisponible" in page.text
    assert page.headers["Cache-Control"].startswith("no-store")
    assert "Un verger" not in names(gardens)
    assert client.get("/jardins").status_code == 200


def test_filters_that_cannot_be_kept_are_no_success(client: FlaskClient, visit: FakeVisit) -> None:
    visit.busy = {"at the end"}
    page = client.post("/jardins/filter/action?_reset")

    assert (page.status_code, page.headers["Retry-After"]) == (503, "5")
    assert "Location" not in page.headers


def test_rows_that_were_saved_are_a_success_even_without_their_message(
    client: FlaskClient, visit: FakeVisit, gardens: Database, caplog: pytest.LogCaptureFixture
) -> None:
    visit.busy = {"at the end"}
    form = TREE | {"garden[_csrf_token]": visit.form_token("GardenForm")}

    assert client.post("/jardins", data=form).status_code == 302
    assert "Un verger" in names(gardens)
    assert "what was to be said of it is lost" in caplog.text
