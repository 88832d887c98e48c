"""A gateway in front of lots of every stage, and browsers that keep one cookie."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from http.client import HTTPResponse
from pathlib import Path

from proxy.core.cards import NAME, card_in, sealed
from proxy.core.visitors import Visitor
from tests.fakes.gateway_door import GatewayDoor
from tests.fakes.gunicorn_door import TABLE as PLAIN
from tests.fakes.upstream import Upstream

#: What GatewayDoor signs with.
KEY = b"not-a-secret-not-a-secret-not-a-secret"

#: What every door of the tests has, and lots whose visitors are split.
TABLE = (
    PLAIN
    + """\
  housing:
    title: Logements
    stage: canary 50%
    cohorts: ["group:pilotes"]
    symfony_modules: [logement]
    routes: {{ front: [/logements, "/logements/:id<int>", POST /logements/batch/action] }}
  closed:
    title: Ancien
    stage: retired
    gone: Le service a fermé en 2025.
    symfony_modules: [ancien]
    redirects: {{ front: {{ "/vieux/:id<int>": "/anciens/:id" }} }}
    routes: {{ front: [/anciens, "/anciens/:id<int>", /nowhere] }}
"""
)


def split_gateway(folder: Path, upstream: Upstream, **settings: str) -> GatewayDoor:
    """A gateway over that table; FIGUIER settings without their prefix."""
    (folder / "routing.yaml").write_text(TABLE.format(port=upstream.port), encoding="utf-8")
    return GatewayDoor(folder, upstream.port, **settings)


@dataclass
class Browser:
    """A visitor who keeps our cookie and sends others; `bucket` gives it a card to start with."""

    door: GatewayDoor
    bucket: int | None = None
    cookies: dict[bytes, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.bucket is not None:
            self.cookies[NAME] = sealed(Visitor(self.bucket), KEY)

    def get(self, path: str, *fields: bytes) -> HTTPResponse:
        """The answer to a GET, the cookie that it gives kept."""
        line = b"; ".join(name + b"=" + value for name, value in self.cookies.items())
        sent = (b"Cookie: " + line, *fields) if line else fields
        response = self.door.get(path, *sent)
        for given in _cards(response):
            self.cookies[NAME] = given
        return response

    def side(self, path: str = "/logements") -> str:
        """Who answered a GET."""
        text: bytes = self.get(path).text  # type: ignore[attr-defined]
        return "python" if text.startswith(b"python ") else "legacy"

    @property
    def card(self) -> Visitor | None:
        """What our cookie says."""
        return card_in([NAME + b"=" + self.cookies.get(NAME, b"")], KEY)


def _cards(response: HTTPResponse) -> Iterator[bytes]:
    for value in response.headers.get_all("Set-Cookie") or ():
        name, _, rest = value.encode().partition(b"=")
        if name == NAME:
            yield rest.partition(b";")[0]
