"""Somebody who uses gestion through the running product, without a browser."""

import fcntl
import re
import time
from http.client import HTTPConnection
from pathlib import Path

from demo.data.accounts import ACCOUNTS
from tests.fakes.site_visitor import SiteVisitor, hidden, text_of
from tests.journeys.conftest import Product

SIGN_IN = "//input[@id='signin_username']"


class GestionVisitor(SiteVisitor):
    """Keeps cookies as a browser does; knows what a page of gestion says of who is signed in."""

    def __init__(self, product: Product) -> None:
        super().__init__(f"http://127.0.0.1:{product.port}", f"gestion.localhost:{product.port}")
        self.product = product

    def sign_in(self, name: str, *, remember: bool = False) -> "GestionVisitor":
        password = next(one.password for one in ACCOUNTS if one.username == name)
        fields: dict[str, str | list[str]] = {
            "signin[username]": name,
            "signin[password]": password,
            "signin[_csrf_token]": hidden(self.get("/login"), "signin[_csrf_token]"),
        }
        if remember:
            fields["signin[remember]"] = "on"
        assert self.post("/login", fields).status_code == 302
        return self

    def copy(self, *names: str) -> "GestionVisitor":
        """Another browser, with copies of these cookies; of all when none is named."""
        twin = GestionVisitor(self.product)
        for cookie in self.session.cookies:
            if not names or cookie.name in names:
                twin.put_cookie(cookie.name, cookie.value or "")
        return twin

    def put_cookie(self, name: str, value: str) -> None:
        """A cookie that no answer gave, in the place of one that an answer gave."""
        self.session.cookies.set(name, value, domain="gestion.localhost", path="/")

    def is_asked_to_sign_in(self, path: str) -> bool:
        answer = self.get(path)
        assert answer.status_code in {200, 401, 403}, answer.status_code
        return bool(text_of(answer, SIGN_IN)) and answer.status_code != 403

    def raw(self, method: str, target: str, **headers: str) -> int:
        """The status of a request whose target is sent as it is spelt."""
        connection = HTTPConnection("127.0.0.1", self.product.port, timeout=30)
        cookies = "; ".join(f"{one.name}={one.value}" for one in self.session.cookies)
        sent = {"Host": self.host, "Cookie": cookies}
        try:
            connection.putrequest(method, target, skip_host=True)
            for name, value in (sent | headers).items():
                connection.putheader(name.replace("_", "-"), value)
            connection.endheaders()
            return connection.getresponse().status
        finally:
            connection.close()

    def stored(self) -> bytes:
        """The visitor's session as PHP stores it."""
        folder = self.product.stack.settings.sessions("gestion")
        return (folder / f"sess_{self.cookie('symfony')}").read_bytes()

    def age(self, seconds: int) -> None:
        """Let the session have been used so long ago."""
        folder = self.product.stack.settings.sessions("gestion")
        age_session(folder, self.cookie("symfony") or "", seconds)


def age_session(folder: Path, session_id: str, seconds: int) -> None:
    """Let a session have been used so long ago, every length in place."""
    past = b"lastRequest|i:%d;" % (int(time.time()) - seconds)
    with (folder / f"sess_{session_id}").open("r+b") as file:
        # A page of PHP that is not over empties the file before it writes it.
        fcntl.flock(file, fcntl.LOCK_EX)
        data = file.read()
        aged, count = re.subn(rb"lastRequest\|i:\d+;", past, data)
        assert count == 1, data
        file.seek(0)
        file.write(aged)
