from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from proxy.app import create_app
from proxy.config import Settings, read_settings
from proxy.errors import ConfigurationRefused
from proxy.routing_file.mistakes import RoutingFileRefused
from tests.fakes.gunicorn_door import until
from tests.fakes.upstream import Upstream, reply

TABLE = """
version: 1
backends:
  gestion:
    kind: symfony1
    url: http://127.0.0.1:{port}
    hosts: [gestion.localhost]
    controllers: {{ index.php: frontend }}
lots:
  reference_lists:
    title: Listes
    stage: python
    routes: {{ gestion: [/communes] }}
"""


@pytest.fixture
def upstream() -> Iterator[Upstream]:
    upstream = Upstream(lambda exchange: exchange.send(reply(b"legacy " + exchange.target)))
    yield upstream
    upstream.stop()


@pytest.fixture
def settings(tmp_path: Path, upstream) -> Settings:
    (tmp_path / "routing.yaml").write_text(TABLE.format(port=upstream.port))
    return read_settings(
        {
            "FIGUIER_ROUTING_FILE": str(tmp_path / "routing.yaml"),
            "FIGUIER_STATE_DIR": str(tmp_path / "var"),
            "FIGUIER_ACCESS_LOG": str(tmp_path / "logs" / "access.log"),
        }
    )


@pytest.fixture
def run(settings) -> Iterator[Callable[..., FlaskClient]]:
    """Makes the application and gives its test client; ends it in order."""
    apps: list[Flask] = []

    def run(**more) -> FlaskClient:
        apps.append(create_app(settings, **more))
        return apps[-1].test_client()

    yield run
    for app in apps:
        app.extensions["figuier"].close()


def site() -> Flask:
    site = Flask("site")
    site.add_url_rule("/communes", "communes", lambda: "python")
    return site


def test_flasks_own_test_client_goes_through_the_front_door(run) -> None:
    client = run(sites={"gestion": site()})

    assert client.get("/a%2Fb?x", base_url="http://gestion.localhost").text == "legacy /a%2Fb?x"
    assert client.get("/communes", base_url="http://gestion.localhost").text == "python"
    assert client.get("/communes", base_url="http://evil.example").status_code == 421


def test_health_tells_the_table_the_upstreams_and_the_workers(run) -> None:
    client = run()

    client.get("/x", base_url="http://gestion.localhost", buffered=True)
    told = client.get("/-/health", base_url="http://gestion.localhost").json

    assert (told["status"], told["live"], told["ready"], told["fault"]) == ("ok", True, True, None)
    assert len(told["table"]["digest"]) == 64
    assert told["upstreams"]["gestion"]["state"] == "reachable"


def test_a_dead_upstream_degrades_and_kills_nothing(run, upstream) -> None:
    upstream.stop()
    client = run(sites={"gestion": site()})

    dead = client.get("/x", base_url="http://gestion.localhost")
    told = client.get("/-/health", base_url="http://gestion.localhost")

    assert (dead.status_code, told.status_code, told.json["status"]) == (502, 200, "degraded")
    assert told.json["upstreams"]["gestion"]["fault"] == "LegacyUnreachable"
    assert client.get("/communes", base_url="http://gestion.localhost").text == "python"


def test_a_broken_table_is_told_and_changes_nothing(settings, run) -> None:
    client = run()
    good = client.get("/-/health", base_url="http://gestion.localhost").json

    broken = settings.routing_file.with_suffix(".new")
    broken.write_text("version: 1\nlots: {")
    broken.rename(settings.routing_file)

    def is_told() -> bool:
        return bool(client.get("/-/health", base_url="http://gestion.localhost").json["fault"])

    assert until(is_told)
    told = client.get("/-/health", base_url="http://gestion.localhost").json
    assert told["status"] == "degraded"
    assert told["fault"]["since"] > "2026"
    assert told["table"] == good["table"]


def test_nothing_starts_on_a_bad_table(settings) -> None:
    settings.routing_file.write_text("lots: [")

    with pytest.raises(RoutingFileRefused):
        create_app(settings)


def test_nothing_starts_on_bad_settings(monkeypatch) -> None:
    monkeypatch.setenv("FIGUIER_HEAD_TIMEOUT_S", "soon")

    with pytest.raises(ConfigurationRefused, match="FIGUIER_HEAD_TIMEOUT_S"):
        create_app()
