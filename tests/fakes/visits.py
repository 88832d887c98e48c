"""Visitors whose session is a dictionary, for sites under test."""

import hashlib
from dataclasses import dataclass, field

from modules.kernel.errors import SessionsUnavailable
from modules.kernel.ports import Credentials, Keeping, Kept, TypedForm

#: What this visitor's session has room for.
LONGEST_FORM = 10_000


@dataclass
class FakeVisit:
    """A visitor; what the site says and keeps can be looked at afterwards."""

    credentials: set[str] = field(default_factory=set)
    name: str = ""
    user_id: int | None = None
    culture: str = "fr"
    session_id: str = "0123456789abcdef"
    state: dict[str, Kept] = field(default_factory=dict)
    flashes: dict[str, str] = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)
    wanted: str | None = None
    had_session: bool = False
    kept_form: TypedForm | None = None
    #: When PHP holds the session: before the page, at the end of it.
    busy: set[str] = field(default_factory=set)
    outdated_tokens: set[str] = field(default_factory=set)
    sign_in_page: str | None = None

    @property
    def is_signed_in(self) -> bool:
        return self.user_id is not None

    def holds(self, credentials: Credentials) -> bool:
        return "*" in self.credentials or all(
            one in self.credentials
            if isinstance(one, str)
            else any(map(self.holds, [(x,) for x in one]))
            for one in credentials
        )

    def flash(self, name: str) -> str | None:
        return self.flashes.get(name)

    def say(self, name: str, text: str) -> None:
        self.said[name] = text

    def kept(self, key: str) -> Kept:
        return self.state.get(key)

    def keep(self, key: str, value: Kept) -> None:
        self.state[key] = value

    def keep_default(self, key: str, value: Kept) -> None:
        self.state.setdefault(key, value)

    def form_token(self, form_class: str) -> str:
        text = f"valmont-frontend-secret{self.session_id}{form_class}"
        return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()

    def wants(self, address: str) -> None:
        self.wanted = self.wanted or address

    def is_outdated(self, token: str, form_class: str) -> bool:
        return token in self.outdated_tokens

    def keep_typed(self, typed: TypedForm, address: str) -> Keeping:
        if not self.had_session:
            return Keeping.NOT_KEPT
        if sum(len(text) for _, text in typed.pairs) > LONGEST_FORM:
            return Keeping.TOO_LONG
        self.kept_form, self.wanted = typed, address
        return Keeping.KEPT

    def typed(self, page: str) -> TypedForm | None:
        found = self.kept_form
        if found is None or found.page != page:
            return None
        self.kept_form = None
        return found

    def wait_to_write(self) -> None:
        if "before" in self.busy:
            raise SessionsUnavailable

    def close(self, response: object) -> None:
        if "at the end" in self.busy:
            raise SessionsUnavailable
        self.flashes, self.said = self.said, {}


@dataclass
class FakeVisits:
    """Every request is this visitor's; flash messages live as the legacy's do."""

    visit: FakeVisit

    def open(self, request: object) -> FakeVisit:
        return self.visit
