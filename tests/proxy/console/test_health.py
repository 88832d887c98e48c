import io
from pathlib import Path
from types import SimpleNamespace

from flask import Flask

from proxy.access_log import AccessLog
from proxy.backends.legacy import Legacy
from proxy.console.health import HealthSources, health_blueprint
from tests.fakes.tables import table
from tests.fakes.transport import FakeTransport


def test_health_is_json_that_nobody_stores(tmp_path: Path) -> None:
    sources = HealthSources(
        live=SimpleNamespace(table=table(), fault=None),
        legacy=Legacy(lambda _url: FakeTransport(), {}),
        log=AccessLog(io.BytesIO()),
        state_dir=tmp_path,
        counting=SimpleNamespace(fault=""),
    )
    app = Flask("proxy")
    app.register_blueprint(health_blueprint(sources))

    told = app.test_client().get("/-/health")

    assert told.status_code == 200
    assert told.headers["Cache-Control"] == "no-store"
    assert told.json is not None
    assert told.json["upstreams"] == {"gestion": {"state": "unknown"}}
