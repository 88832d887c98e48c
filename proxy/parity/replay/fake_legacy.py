"""A legacy that only knows what was recorded: for journeys without PHP."""

from collections import defaultdict, deque
from collections.abc import Iterable
from http import HTTPStatus
from wsgiref.types import StartResponse, WSGIEnvironment

from proxy.parity.lab.sides import STRANGER
from proxy.parity.replay.suite import Recorded, Suite, session_id_of


class FakeLegacy:
    """Answers as PHP did, by role, method and target; 404 for what was never asked of it.

    Shape: a WSGI application; the role is known by the cookie whose value `session_id_of` made,
           anybody else is a visitor who has not signed in. Nothing is ever written: a recorded
           form is answered as it was, one answer after the other and then the last again,
           whatever is sent; any other form with 405.
    """

    def __init__(self, suite: Suite) -> None:
        self._answers: dict[tuple[str, str, str], deque[Recorded]] = defaultdict(deque)
        for each in suite.entries:
            self._answers[each.role, each.method, each.target].append(each)
        self._roles = {session_id_of(role): role for role in suite.sessions}

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """The recorded answer."""
        asked = str(environ["REQUEST_METHOD"])
        method = "GET" if asked == "HEAD" else asked
        cookies = environ.get("HTTP_COOKIE", "")
        role = next((name for key, name in self._roles.items() if key in cookies), STRANGER.role)
        found = self._answers.get((role, method, _target(environ)))
        if not found:
            status = 404 if method == "GET" else 405
            return _said(start_response, status, f"nothing was recorded for {role} at this address")
        answer = (found.popleft() if len(found) > 1 else found[0]).answer
        start_response(f"{answer.status} {_phrase(answer.status)}", list(answer.headers))
        return [answer.body]


def _target(environ: WSGIEnvironment) -> str:
    raw = environ.get("RAW_URI") or environ.get("REQUEST_URI")
    if raw:
        return str(raw)
    query = environ.get("QUERY_STRING", "")
    path = str(environ.get("PATH_INFO", "/"))
    return f"{path}?{query}" if query else path


def _said(start_response: StartResponse, status: int, text: str) -> list[bytes]:
    start_response(f"{status} {_phrase(status)}", [("Content-Type", "text/plain; charset=utf-8")])
    return [text.encode()]


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Recorded"
