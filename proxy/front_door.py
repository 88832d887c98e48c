"""The WSGI callable that every request enters: the only conductor."""

import logging
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Protocol
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from proxy.config import Settings
from proxy.core.cards import NAME as CARD
from proxy.core.cards import without_card
from proxy.core.decision import (
    DecisionOptions,
    Fork,
    Reason,
    Refusal,
    Side,
    Verdict,
    look_up,
    settled,
)
from proxy.core.headers import Passage, request_headers
from proxy.core.messages import Headers, RequestHead
from proxy.core.stages import StageName
from proxy.core.table import RoutingTable
from proxy.error_pages import Page, error_of, error_page, redirect_page
from proxy.errors import (
    ClientWentAway,
    FiguierError,
    LotGone,
    MethodRefused,
    PythonMissing,
    status_of,
)
from proxy.reception import Asking, IdentityUnknown, nobody_knows, reception_of
from proxy.visit import Answering, Counter, GoneWhenMissing, Noting, Sink, SplitAnswer, Visit
from proxy.wsgi import (
    REQUEST,
    Request,
    RequestBody,
    client_of,
    cut_off,
    inbound_request_id,
    python_environ,
    request_head,
)

_LOG = logging.getLogger("figuier")

#: They echo what only the visitor may know, or ask for a tunnel.
_UNSERVED = frozenset({"TRACE", "TRACK", "CONNECT", "PRI"})


class TableSource(Protocol):
    """Where the table of the moment is."""

    @property
    def table(self) -> RoutingTable:
        """The table in charge now."""


class FrontDoor:
    """Reads the head, asks the core who answers, and hands the request over."""

    def __init__(  # noqa: PLR0913, the parts of a door, wired once
        self,
        *,
        live: TableSource,
        legacy: WSGIApplication,
        sites: Mapping[str, WSGIApplication],
        ours: WSGIApplication,
        log: Sink,
        settings: Settings,
        counter: Counter | None = None,
        identity: Asking = nobody_knows,
    ) -> None:
        """Give `sites` the Python application of each backend, `ours` what answers `/-/`."""
        self._live = live
        self._legacy = legacy
        self._sites = sites
        self._ours = ours
        self._log = log
        self._counter = counter
        self._settings = settings
        self._identity = identity
        self._reception = reception_of(settings)
        self._options = DecisionOptions(
            allow_dev_controllers=settings.allow_dev_controllers,
            own_hosts=frozenset(settings.console_hosts),
        )

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """The answer of whom the table names, or a page that says why there is none."""
        visit = Visit()
        begin = Noting(visit, start_response)
        try:
            answer = self._answer(environ, begin, visit)
        except ClientWentAway as error:
            visit.status, visit.error = status_of(error), f"ClientWentAway: {error}"
            self._log.write(visit.line())
            if self._counter is not None:
                self._counter.count(visit)
            raise cut_off(environ, error) from error
        except FiguierError as error:
            answer = _apologise(error, begin, visit)
        except Exception as error:  # noqa: BLE001, whatever breaks behind, the visitor gets a page
            _LOG.exception("request %s", visit.request_id)
            answer = _apologise(FiguierError(repr(error)), begin, visit)
        return Answering(self._log, environ, answer, visit, self._counter)

    def _answer(
        self, environ: WSGIEnvironment, begin: StartResponse, visit: Visit
    ) -> Iterable[bytes]:
        settings = self._settings
        visit.head = head = request_head(environ)
        visit.client = client_of(environ, head, settings.trusted_proxies, settings.public_scheme)
        if visit.client.is_proxied:
            visit.request_id = inbound_request_id(head) or visit.request_id
        table = self._live.table
        visit.table = table.digest[:12]
        found = look_up(table, head, options=self._options)
        if isinstance(found, Fork):
            found, begin = self._choose(found, head, table, visit, begin)
        visit.verdict = verdict = found
        if isinstance(verdict, Refusal):
            if verdict.location is not None:
                return _show(redirect_page(verdict, visit.request_id), begin, visit)
            raise error_of(verdict)
        if head.method in _UNSERVED:
            raise MethodRefused(f"{head.method} is not served")
        visit.body = RequestBody(environ, settings.max_body_bytes)
        if verdict.reason is not Reason.OURS:
            # Between the visitor and us: what PHP never sees it cannot delete.
            head = replace(head, headers=_without_card(head.headers))
        request = Request(head, visit.body, visit.client, visit.request_id, verdict)
        if verdict.side is Side.LEGACY:
            return self._legacy({**environ, REQUEST: request}, begin)
        return self._python(environ, begin, request)

    def _choose(
        self,
        fork: Fork,
        head: RequestHead,
        table: RoutingTable,
        visit: Visit,
        begin: StartResponse,
    ) -> tuple[Verdict, StartResponse]:
        """The side of this visitor, and a start_response that says the answer is theirs alone."""
        reception = self._reception
        backend, cookies = fork.legacy.backend, head.values(b"cookie")
        arrival = reception.arrival(cookies, fork.posture, backend, table)
        if arrival.asks_for:
            reception.introduce(arrival.asks_for, self._words(cookies), table)
            arrival = reception.arrival(cookies, fork.posture, backend, table)
        choice = reception.choice(arrival, fork.posture, head.method)
        visit.bucket = arrival.visitor.bucket
        card = reception.cookie(choice, is_secure=visit.client.scheme == "https")
        return settled(fork, choice), SplitAnswer(begin, card)

    def _words(self, cookies: Sequence[bytes]) -> Sequence[str] | None:
        try:
            return self._identity(b"; ".join(cookies))
        except IdentityUnknown as error:
            _LOG.warning("nobody knows who the visitor is: %s", error)
            return None

    def _python(
        self, environ: WSGIEnvironment, begin: StartResponse, request: Request
    ) -> Iterable[bytes]:
        decision = request.decision
        own = python_environ(environ, request, _python_headers(request))
        if decision.reason is Reason.OURS:
            return self._ours(own, begin)
        site = self._sites.get(decision.backend.name)
        if decision.lot is not None and decision.lot.stage.name is StageName.RETIRED:
            words = decision.lot.gone
            if site is None:
                raise LotGone("a retired lot without Python code", words=words)
            return site(own, GoneWhenMissing(begin, words))
        if site is None:
            raise PythonMissing(f"no Python code for the lots of {decision.backend.name}")
        return site(own, begin)


def _without_card(headers: Headers) -> Headers:
    if not any(CARD in value for _, value in headers):
        return headers
    kept = (
        (name, without_card(value) if name.lower() == b"cookie" else value)
        for name, value in headers
    )
    return tuple((name, value) for name, value in kept if value or name.lower() != b"cookie")


def _python_headers(request: Request) -> tuple[tuple[bytes, bytes], ...]:
    """What our own applications are told, by the rules that hold for the legacy."""
    passage = Passage(
        client=request.client.address.encode("latin-1"),
        host=request.head.host,
        scheme=request.client.scheme.encode("latin-1"),
        request_id=request.request_id.encode("latin-1"),
        traceparent=b"",
    )
    return request_headers(request.head.headers, passage, traced=False)


def _apologise(error: FiguierError, begin: StartResponse, visit: Visit) -> Iterable[bytes]:
    visit.error = f"{type(error).__name__}: {error}"
    refusal = visit.verdict
    status = refusal.status if isinstance(refusal, Refusal) else None
    page = error_page(error, visit.request_id, method=visit.method, status=status)
    return _show(page, begin, visit)


def _show(page: Page, begin: StartResponse, visit: Visit) -> Iterable[bytes]:
    # PEP 3333: who begins an answer a second time must say why.
    why = sys.exc_info() if visit.status else None
    begin(f"{page.status} {page.reason}", [*page.headers, ("X-Request-Id", visit.request_id)], why)
    return [b"" if visit.method == "HEAD" else page.body]
