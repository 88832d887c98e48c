"""Signals that only a page of Python can see, taken off its answer and counted."""

from collections.abc import Iterable
from typing import Protocol
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from proxy.evidence.signals import Signal
from proxy.visit import Failure, Write

#: What a site says, as in: csrf-refused events. No client and no upstream ever sees it.
FIELD = "X-Figuier-Signal"


class Hearing(Protocol):
    """Who counts signals."""

    def signal(self, backend: str, lot: str, signal: Signal) -> None:
        """Count one; never waits and never fails."""


class Listening:
    """A site whose answers are listened to."""

    def __init__(self, site: WSGIApplication, backend: str, hearing: Hearing) -> None:
        self._site = site
        self._backend = backend
        self._hearing = hearing

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """The site's answer, without what was only meant for us."""

        def begin(
            status: str, headers: list[tuple[str, str]], exc_info: Failure = None, /
        ) -> Write:
            kept = [each for each in headers if each[0] != FIELD]
            for name, value in headers:
                if name == FIELD:
                    self._hear(value)
            return start_response(status, kept, exc_info)

        return self._site(environ, begin)

    def _hear(self, said: str) -> None:
        word, _, lot = said.partition(" ")
        if word in set(Signal):
            self._hearing.signal(self._backend, lot, Signal(word))
