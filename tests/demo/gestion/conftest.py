"""Visitors of gestion, their session files, and the tables as first loaded."""

import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.fakes.site_visitor import SiteVisitor, hidden

HOST = "gestion.localhost"
PASSWORDS = {
    "admin": "admin-valmont",
    "claire.martin": "claire-valmont",
    "assistant": "assistant-valmont",
    "stagiaire": "stagiaire-valmont",
    "ancien.agent": "ancien-valmont",
    "marcel.vidal": "marcel-valmont",
    "lea.morel": "lea-valmont",
    "referent_entreprise": "entreprise-valmont",
    "metropole_lecture": "metropole-valmont",
    "partenaire_emploi": "emploi-valmont",
}


@pytest.fixture
def visitor(stack, database) -> SiteVisitor:
    return SiteVisitor(stack.gestion_url, HOST)


@pytest.fixture
def sign_in(stack, database) -> Callable[..., SiteVisitor]:
    """Signs somebody in through the form, in a browser of their own; the last answer is `.answer`."""

    def sign(
        username: str = "admin", password: str | None = None, *, remember: bool = False
    ) -> SiteVisitor:
        visitor = SiteVisitor(stack.gestion_url, HOST)
        form = visitor.get("/login")
        fields = {
            "signin[username]": username,
            "signin[password]": password or PASSWORDS.get(username.strip(), "?"),
            "signin[_csrf_token]": hidden(form, "signin[_csrf_token]"),
        }
        visitor.answer = visitor.post(
            "/login", fields | {"signin[remember]": "on"} if remember else fields
        )
        return visitor

    return sign


@pytest.fixture
def admin(sign_in) -> SiteVisitor:
    return sign_in("admin")


@pytest.fixture
def session_file(stack) -> Callable[[SiteVisitor], Path]:
    """Where PHP keeps a visitor's session."""
    return lambda visitor: stack.settings.sessions("gestion") / f"sess_{visitor.cookie('symfony')}"


@pytest.fixture
def session_text(session_file) -> Callable[[SiteVisitor], str]:
    """What PHP wrote for a visitor's session."""
    return lambda visitor: session_file(visitor).read_text(encoding="utf-8")


@pytest.fixture
def answer_to(stack) -> Callable[..., tuple[int, bytes]]:
    """Sends a raw target as it is and gives the status and body."""

    def ask(
        target: str, visitor: SiteVisitor | None = None, method: str = "GET"
    ) -> tuple[int, bytes]:
        cookie = f"Cookie: symfony={visitor.cookie('symfony')}\r\n" if visitor else ""
        head = f"{method} {target} HTTP/1.1\r\nHost: {HOST}\r\n{cookie}Connection: close\r\n\r\n"
        with socket.create_connection(("127.0.0.1", stack.settings.ports.gestion)) as connection:
            connection.sendall(head.encode("latin-1"))
            answer = b"".join(iter(lambda: connection.recv(65536), b""))
        status_line, _, rest = answer.partition(b"\r\n")
        return int(status_line.split()[1]), rest.partition(b"\r\n\r\n")[2]

    return ask
