"""A browser of a few lines: pages asked over HTTP, read as trees, forms filled and sent."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection
from urllib.parse import urlencode

import lxml.html

#: With a port: PHP would add its own server's to a Host that has none.
HOST = "gestion.localhost:8000"
ORIGIN = f"http://{HOST}"
COOKIE = re.compile(r"symfony=([^;]*)")
#: What HTML folds to one space; a no-break space is none of these.
_SPACES = re.compile(r"[ \t\r\n\f]+")
_EXACT = frozenset({"textarea", "pre"})
TOKEN = re.compile(r"\b[0-9a-f]{32}\b")


@dataclass(frozen=True)
class Page:
    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)

    @property
    def html(self) -> lxml.html.HtmlElement:
        return lxml.html.document_fromstring(self.body.decode())

    @property
    def lines(self) -> list[str]:
        """Every element with its attributes and text, one a line; tokens are masked.

        White space between elements is kept, as one space: between inline elements it is seen.
        """
        if not self.body.strip():
            return []
        return [TOKEN.sub("TOKEN", line) for line in drawn(self.html)]

    def text(self, xpath: str) -> list[str]:
        return [" ".join(one.text_content().split()) for one in self.html.xpath(xpath)]

    def form(self, xpath: str = "//form[@method='post']") -> dict[str, str]:
        """What the browser would send for the form, untouched."""
        return dict(self.html.xpath(xpath)[0].form_values())


def drawn(element: lxml.html.HtmlElement, depth: int = 0) -> list[str]:
    if not isinstance(element.tag, str):
        return []
    attributes = "".join(f" {k}={v!r}" for k, v in sorted(element.attrib.items()))
    is_exact = element.tag in _EXACT
    found = [f"{'  ' * depth}<{element.tag}{attributes}>{_words(element.text, is_exact=is_exact)}"]
    for child in element:
        found += drawn(child, depth + 1)
        if child.tail:
            found.append(f"{'  ' * depth}…{_words(child.tail)}")
    return found


def _words(text: str | None, *, is_exact: bool = False) -> str:
    """The text quoted; white space counts as one space, as a browser shows it, and is not lost."""
    return repr((text or "") if is_exact else _SPACES.sub(" ", text or ""))


@dataclass
class Browser:
    """One visitor of one side; keeps the session cookie."""

    port: int
    session_id: str | None = None
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, **headers: str) -> Page:
        return self.ask("GET", path, None, headers)

    def post(self, path: str, fields: Mapping[str, object] | None = None, **headers: str) -> Page:
        return self.ask("POST", path, urlencode(fields or {}, doseq=True), headers)

    def ask(self, method: str, path: str, body: str | None, headers: Mapping[str, str]) -> Page:
        sent = {"Host": HOST} | {name.replace("_", "-"): value for name, value in headers.items()}
        jar = self.cookies | ({"symfony": self.session_id} if self.session_id else {})
        if jar:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in jar.items())
        if body is not None:
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body, sent)
            answer = connection.getresponse()
            page = Page(answer.status, answer.getheaders(), answer.read())
        finally:
            connection.close()
        for name, value in page.headers:
            found = COOKIE.match(value) if name.lower() == "set-cookie" else None
            if found:
                self.session_id = found[1]
        return page

    def sign_in(self, user: str, password: str) -> "Browser":
        form = self.get("/login").form()
        form |= {"signin[username]": user, "signin[password]": password}
        assert self.post("/login", form).status == 302
        return self

    def on(self, port: int) -> "Browser":
        """The same visitor, on the other side."""
        return Browser(port, self.session_id, dict(self.cookies))
