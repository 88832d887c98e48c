"""One person at both sides: signed in once at PHP, the session frozen and given to Python."""

from collections.abc import Mapping
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

from proxy.errors import ParityRunImpossible
from proxy.parity.answers import Answer, BodyKind
from proxy.parity.differences import Change, Difference, Part, difference
from proxy.parity.lab.asking import Visitor
from proxy.parity.lab.forms import forms_of
from proxy.parity.lab.sides import STRANGER, Account, Sides


@dataclass
class Pair:
    """The same visitor at the control and at the candidate."""

    account: Account
    sides: Sides
    control: Visitor
    candidate: Visitor

    def level(self) -> None:
        """Let the candidate's session be the control's, byte for byte, and its cookies too."""
        self.candidate.cookies = dict(self.control.cookies)
        session_id, sessions = self._session_id(self.control), self.sides.sessions
        if session_id and sessions is not None:
            sessions.put("candidate", session_id, sessions.read("control", session_id))

    def take_id(self, session_id: str) -> bytes | None:
        """Go on under this session id at both sides; gives the session."""
        sessions, known = self.sides.sessions, self._session_id(self.control)
        data = sessions.read("control", known) if sessions is not None and known else None
        if sessions is None or data is None:
            return None
        sessions.put("control", session_id, data)
        self.control.cookies[self.sides.session_cookie] = session_id
        self.level()
        return data

    def frozen(self) -> tuple[dict[str, str], bytes | None]:
        """What `thaw` puts back at the control."""
        session_id, sessions = self._session_id(self.control), self.sides.sessions
        data = sessions.read("control", session_id) if session_id and sessions else None
        return dict(self.control.cookies), data

    def thaw(self, frozen: tuple[dict[str, str], bytes | None]) -> None:
        """Let the control's session and cookies be what they were."""
        self.control.cookies = dict(frozen[0])
        session_id, sessions = self._session_id(self.control), self.sides.sessions
        if session_id and sessions is not None and frozen[1] is not None:
            sessions.put("control", session_id, frozen[1])

    def session_differences(self) -> list[Difference]:
        """What the two sides left in the visitor's session that a visitor would notice."""
        sessions = self.sides.sessions
        if sessions is None:
            return []
        one, other = (self._told(name, who) for name, who in (
            ("control", self.control), ("candidate", self.candidate)))  # fmt: skip
        return [
            difference(
                Part.DATA, f"session {name}", one.get(name, ""), other.get(name, ""),
                Change.MISSING if name not in other else Change.ADDED if name not in one else None,
            )
            for name in sorted({*one, *other})
            if one.get(name) != other.get(name)
        ]  # fmt: skip

    def _told(self, side: str, visitor: Visitor) -> Mapping[str, str]:
        session_id, sessions = self._session_id(visitor), self.sides.sessions
        data = sessions.read(side, session_id) if session_id and sessions else None
        return sessions.told(data) if data and sessions else {}

    def _session_id(self, visitor: Visitor) -> str:
        return visitor.cookies.get(self.sides.session_cookie, "")


def pair_for(account: Account, sides: Sides) -> Pair:
    """Somebody of this role, signed in at PHP and levelled.

    Errors: ParityRunImpossible, when the account does not open the sign-in.
    """
    control = Visitor(sides.control.side, sides.host)
    pair = Pair(account, sides, control, Visitor(sides.candidate.side, sides.host))
    if account != STRANGER and sides.sign_in:
        _sign_in(control, account, sides.sign_in)
    pair.level()
    return pair


def _sign_in(visitor: Visitor, account: Account, page: str) -> None:
    opened = visitor.get(page)
    found = [
        form for form in forms_of(opened.text, page)
        if any(field.kind == "password" for field in form.fields)
    ]  # fmt: skip
    if not found:
        raise ParityRunImpossible(f"{page} of the control shows no form with a password")
    form = found[0]
    secret = next(field.name for field in form.fields if field.kind == "password")
    name = next(field.name for field in form.fields if field.kind in {"text", "email"})
    typed = {name: account.username, secret: account.password}
    pairs = tuple((key, typed.get(key, value)) for key, value in form.untouched())
    answer = visitor.post(visitor.path_of(form.action) or page, pairs)
    if answer.status not in {301, 302, 303} or _asks_for_password(answer):
        raise ParityRunImpossible(
            f"{account.username} ({account.role}) cannot sign in at {page}: status {answer.status}"
        )


def _asks_for_password(answer: Answer) -> bool:
    if answer.kind is not BodyKind.HTML:
        return False
    return LexborHTMLParser(answer.text).css_first("input[type=password]") is not None
