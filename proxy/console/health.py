"""`/-/health` of the WSGI door."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from flask import Blueprint, Response, jsonify

from proxy.access_log import AccessLog
from proxy.health import RunningTable, Seen, report


class Lookout(Protocol):
    """Who knows how the upstreams were last seen."""

    @property
    def sightings(self) -> Mapping[str, Seen]:
        """The last sighting of each upstream, by backend."""


class Counting(Protocol):
    """Who counts the requests of this process."""

    @property
    def fault(self) -> str:
        """What keeps counts from the recorder; empty while all is well."""


@dataclass(frozen=True, slots=True)
class HealthSources:
    """Where health is read: memory and small files, never a socket."""

    live: RunningTable
    legacy: Lookout
    log: AccessLog
    state_dir: Path
    counting: Counting


def health_blueprint(sources: HealthSources) -> Blueprint:
    """`/-/health`, as JSON: 200 while requests are answered, well or not so well."""
    blueprint = Blueprint("health", __name__)

    @blueprint.get("/-/health")
    def health() -> Response:
        answer = jsonify(
            report(
                sources.live,
                sources.legacy.sightings,
                sources.log.dropped,
                sources.state_dir,
                counting_fault=sources.counting.fault,
            )
        )
        answer.headers["Cache-Control"] = "no-store"
        return answer

    return blueprint
