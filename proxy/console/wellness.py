"""`/-/sante`: every process and its table, the upstreams, the recorders, the settings."""

import hashlib
import json
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

from flask import Blueprint, render_template

from proxy.config import ROWS, shown
from proxy.console.sources import Sources, sources
from proxy.core.table import RoutingTable
from proxy.errors import RoutingFileRefused, StateDatabaseUnavailable
from proxy.evidence.queries import freshness
from proxy.evidence.recorder_state import recorder_state
from proxy.evidence.values import Freshness
from proxy.flips.proposal import content_of
from proxy.routing_file.workers import workers

blueprint = Blueprint("wellness", __name__)

_PATIENCE_S = 0.5


@blueprint.get("/-/sante")
def page() -> str:
    """What runs, and whether it agrees with the file; without state database and table too."""
    here = sources()
    digest = _file_digest(here.settings.routing_file)
    states = workers(here.settings.state_dir)
    found, fault = _freshness(here)
    table = _table(here)
    values = shown(here.settings)
    said = recorder_state(here.settings.state_dir)
    return render_template(
        "console/wellness.html",
        digest=digest,
        table=table,
        reload_fault=here.running.fault if table is not None else None,
        states=states,
        drifting=[state for state in states if state.digest != digest or state.fault],
        freshness=found,
        fault=fault,
        database=here.state.name,
        settings=[(row.name, values[row.name], row.sentence) for row in ROWS],
        health=_gateway_health(here),
        obstacle=said.cannot_write if said else "",
    )


def _table(here: Sources) -> RoutingTable | None:
    try:
        return here.running.table
    except RoutingFileRefused:
        return None


def _file_digest(path: Path) -> str:
    try:
        return hashlib.sha256(content_of(path)).hexdigest()
    except RoutingFileRefused:
        return ""


def _freshness(here: Sources) -> tuple[Freshness | None, str]:
    try:
        return freshness(here.state), ""
    except StateDatabaseUnavailable as fault:
        return None, str(fault)


def _gateway_health(here: Sources) -> Mapping[str, Any]:
    """What one process of the gateway says of the upstreams; nothing where it does not answer."""
    settings = here.settings
    host = "127.0.0.1" if settings.host in {"0.0.0.0", "::", ""} else settings.host  # noqa: S104, not bound to
    connection = HTTPConnection(host, settings.port, timeout=_PATIENCE_S)
    try:
        connection.request("GET", "/-/health", headers={"Host": "127.0.0.1"})
        found = json.loads(connection.getresponse().read(1 << 20))
    except (OSError, HTTPException, ValueError):
        return {}
    finally:
        connection.close()
    return found if isinstance(found, dict) else {}
