"""One request put to a side, and the visitor who keeps that side's cookies."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from http.client import HTTPConnection, HTTPException
from io import BytesIO
from typing import Protocol
from urllib.parse import urlencode, urlsplit
from wsgiref.types import WSGIApplication, WSGIEnvironment

from werkzeug.test import EnvironBuilder, run_wsgi_app

from proxy.errors import ParityRunImpossible
from proxy.parity.answers import Answer

Pairs = tuple[tuple[str, str], ...]

_BOUNDARY = "figuier-parity-7d0f2c"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file in a form."""

    field: str
    name: str
    content: bytes
    media_type: str = "text/csv"


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as a browser would send it, without its cookies.

    Shape: `target` is path and query; `host` is the public one, with its port.
    """

    method: str
    target: str
    host: str
    headers: Pairs = ()
    body: bytes = field(default=b"", repr=False)


class Side(Protocol):
    """Who answers: a server, or the Python application itself."""

    def ask(self, asked: Asked) -> Answer:
        """The answer, redirects not followed.

        Errors: ParityRunImpossible, when there is none.
        """


def form_request(asked: Asked, pairs: Pairs, uploads: tuple[Upload, ...] = ()) -> Asked:
    """The request with a form as its body, in parts when there are files."""
    if not uploads:
        kind, body = "application/x-www-form-urlencoded", urlencode(pairs).encode()
    else:
        kind = f"multipart/form-data; boundary={_BOUNDARY}"
        body = _multipart(pairs, uploads)
    return replace(asked, headers=(*asked.headers, ("Content-Type", kind)), body=body)


def _multipart(pairs: Pairs, uploads: Iterable[Upload]) -> bytes:
    parts = [
        f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in pairs
    ]
    for one in uploads:
        head = (
            f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="{one.field}";'
            f' filename="{one.name}"\r\nContent-Type: {one.media_type}\r\n\r\n'
        )
        parts.append(head.encode() + one.content + b"\r\n")
    return b"".join(parts) + f"--{_BOUNDARY}--\r\n".encode()


class HttpSide:
    """A server at an address."""

    def __init__(self, url: str, timeout_s: float = 30.0) -> None:
        parts = urlsplit(url)
        self.url = url
        self._address = parts.hostname or "127.0.0.1", parts.port or 80
        self._timeout_s = timeout_s

    def ask(self, asked: Asked) -> Answer:
        """The server's answer.

        Errors: ParityRunImpossible.
        """
        connection = HTTPConnection(*self._address, timeout=self._timeout_s)
        try:
            connection.putrequest(
                asked.method, asked.target, skip_host=True, skip_accept_encoding=True
            )
            connection.putheader("Host", asked.host)
            for name, value in asked.headers:
                connection.putheader(name, value.encode("utf-8"))
            if asked.body or asked.method not in {"GET", "HEAD"}:
                connection.putheader("Content-Length", str(len(asked.body)))
            connection.endheaders(asked.body or None)
            answer = connection.getresponse()
            return Answer(answer.status, tuple(answer.getheaders()), answer.read())
        except (OSError, HTTPException, ValueError) as error:
            raise ParityRunImpossible(
                f"{self.url} did not answer {asked.method} {asked.target}: {error}"
            ) from error
        finally:
            connection.close()


class WsgiSide:
    """The Python application in this very process."""

    def __init__(self, application: WSGIApplication) -> None:
        self._application = application

    def ask(self, asked: Asked) -> Answer:
        """The application's answer."""
        body, status, headers = run_wsgi_app(self._application, self._environ(asked), buffered=True)
        whole = b"".join(body)
        return Answer(int(status.split()[0]), tuple(headers.items()), whole)

    @staticmethod
    def _environ(asked: Asked) -> WSGIEnvironment:
        path, _, query = asked.target.partition("?")
        builder = EnvironBuilder(
            path=path, query_string=query, method=asked.method,
            base_url=f"http://{asked.host}", input_stream=BytesIO(asked.body),
            headers=list(asked.headers),
        )  # fmt: skip
        environ = builder.get_environ()
        environ["CONTENT_LENGTH"] = str(len(asked.body))
        environ["REMOTE_ADDR"] = "127.0.0.1"
        environ["RAW_URI"] = environ["REQUEST_URI"] = asked.target
        return environ


@dataclass
class Visitor:
    """Somebody at one side: a browser's cookies without the browser."""

    side: Side
    host: str
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, target: str) -> Answer:
        """The page."""
        return self.send(Asked("GET", target, self.host))

    def post(self, target: str, pairs: Pairs, uploads: tuple[Upload, ...] = ()) -> Answer:
        """The answer to a form."""
        return self.send(form_request(Asked("POST", target, self.host), pairs, uploads))

    def send(self, asked: Asked) -> Answer:
        """The answer, its cookies kept."""
        line = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = (*asked.headers, ("Cookie", line)) if line else asked.headers
        answer = self.side.ask(replace(asked, headers=headers))
        for said in answer.values("set-cookie"):
            name, _, value = said.partition(";")[0].partition("=")
            self._keep(name.strip(), value.strip(), said.lower())
        return answer

    def _keep(self, name: str, value: str, line: str) -> None:
        if not value or value == "deleted" or "max-age=0" in line:
            self.cookies.pop(name, None)
        else:
            self.cookies[name] = value

    def path_of(self, address: str) -> str | None:
        """The path of an address of this site; None for another site's."""
        parts = urlsplit(address)
        if parts.netloc and parts.netloc != self.host:
            return None
        return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
