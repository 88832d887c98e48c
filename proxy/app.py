"""The whole system wired once; read this first."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from wsgiref.types import WSGIApplication

from flask import Flask

from proxy.access_log import AccessLog, open_sink
from proxy.backends.legacy import Legacy
from proxy.backends.transport import HttpTransport, Patience
from proxy.config import Settings, read_settings
from proxy.console.health import HealthSources, health_blueprint
from proxy.core.goodbyes import GoodbyeSign
from proxy.evidence.door_tally import DoorTally
from proxy.evidence.tally import tally_of
from proxy.evidence.told_signals import Listening
from proxy.flips.watch import recording_of
from proxy.front_door import FrontDoor
from proxy.goodbyes import Farewells, Goodbyes
from proxy.override_desk import OverrideDesk
from proxy.parity.shadow.doors import WSGI_DOOR
from proxy.python_door import COHORTS, GOODBYES, PythonDoor
from proxy.routing_file.live import LiveTable
from proxy.wiring.cohorts import cohort_desk
from proxy.wiring.console import console_app
from proxy.wiring.goodbyes import GoodbyeDesk, remembered_visitors
from proxy.wiring.sites import build_sites


@dataclass(frozen=True, slots=True)
class Running:
    """What the application keeps open, as `app.extensions["figuier"]`."""

    live: LiveTable
    legacy: Legacy
    log: AccessLog
    counter: DoorTally

    def close(self) -> None:
        """An orderly end: the last lines written, threads told to stop, connections closed."""
        self.live.close()
        self.legacy.close()
        self.log.close()
        self.counter.close()


def create_app(
    settings: Settings | None = None, *, sites: Mapping[str, WSGIApplication] | None = None
) -> Flask:
    """The front proxy: a Flask application whose every request enters through the front door.

    Shape:  `sites` are the Python applications by backend; None stands for those of `modules/`.
    Errors: ConfigurationRefused, RoutingFileRefused, OSError: it does not start on a bad table.
    """
    settings = settings or read_settings(os.environ)
    live = LiveTable(
        settings.routing_file,
        settings.reload_interval_s,
        state_dir=settings.state_dir,
        role=WSGI_DOOR,
    )
    patience = Patience(
        settings.connect_timeout_s, settings.head_timeout_s, settings.idle_timeout_s
    )
    legacy = Legacy(
        lambda url: HttpTransport(url, patience, keep=settings.max_connections),
        settings.backend_urls,
        Farewells(
            GoodbyeSign(
                settings.symfony1_remember_cookie.encode(),
                settings.symfony1_session_cookie.encode(),
            ),
            Goodbyes(remembered_visitors(settings).forget).hear,
        ),
    )
    log = AccessLog(open_sink(settings.access_log), owns_sink=settings.access_log != "-")
    counter = DoorTally(lambda: tally_of(settings), lambda: recording_of(settings))
    app = console_app(settings, live)
    app.register_blueprint(
        health_blueprint(HealthSources(live, legacy, log, settings.state_dir, counter))
    )
    app.extensions["figuier"] = Running(live, legacy, log, counter)
    app.wsgi_app = FrontDoor(  # type: ignore[method-assign]  # as Flask documents
        live=live,
        legacy=legacy,
        sites=_listened_to(build_sites(settings) if sites is None else sites, counter),
        ours=_with_testers(settings, app.wsgi_app),
        log=log,
        settings=settings,
        counter=counter,
        identity=cohort_desk(settings).words,
    )
    return app


def create_python_side(
    settings: Settings | None = None, *, sites: Mapping[str, WSGIApplication] | None = None
) -> WSGIApplication:
    """What answers behind the gateway, which has decided: the lots, and our own pages.

    Errors: ConfigurationRefused.
    """
    settings = settings or read_settings(os.environ)
    ours = console_app(settings)
    answering = build_sites(settings) if sites is None else sites
    desk = GoodbyeDesk(remembered_visitors(settings).forget)
    own: dict[str, WSGIApplication] = {GOODBYES: desk, COHORTS: cohort_desk(settings)}
    hearing = DoorTally(lambda: tally_of(settings))
    return PythonDoor(
        {**_listened_to(answering, hearing), **own}, _with_testers(settings, ours.wsgi_app)
    )


def _listened_to(
    sites: Mapping[str, WSGIApplication], hearing: DoorTally
) -> dict[str, WSGIApplication]:
    return {name: Listening(site, name, hearing) for name, site in sites.items()}


def _with_testers(settings: Settings, ours: WSGIApplication) -> WSGIApplication:
    return OverrideDesk(settings.secret_key.encode(), settings.time_zone, ours)
