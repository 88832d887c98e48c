"""sfUser: who the visitor is, as symfony 1 keeps it in the session."""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from legacy_bridge.php.changes import ABSENT
from legacy_bridge.php.draft import SessionDraft
from legacy_bridge.php.values import PhpValue
from legacy_bridge.symfony1.keys import (
    ATTRIBUTES,
    AUTHENTICATED,
    CREDENTIALS,
    CULTURE,
    GUARD,
    LAST_REQUEST,
)

#: How a text begins that PHP reckons with.
_NUMBER = re.compile(r"[ \t\n\r\v\f]*[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)


def new_session(now: int, culture: str) -> dict[str, object]:
    """What symfony 1 writes for a visitor it has never seen, in its order."""
    return {
        LAST_REQUEST: now,
        AUTHENTICATED: False,
        CREDENTIALS: [],
        ATTRIBUTES: {},
        CULTURE: culture,
    }


@dataclass(frozen=True, slots=True)
class SfUser:
    """The user of one session, read and changed as sfGuardSecurityUser would.

    Units: times are seconds since 1970.
    """

    draft: SessionDraft

    @property
    def is_authenticated(self) -> bool:
        """Whether the session is signed in; symfony lets an int 1 pass for true."""
        return self.draft.get((AUTHENTICATED,)) in (True, 1)

    @property
    def credentials(self) -> tuple[str, ...]:
        """The permissions copied into the session at sign-in; nothing when they are damaged."""
        held = self.draft.array((CREDENTIALS,)).values()
        return tuple(each for each in held if isinstance(each, str))

    @property
    def culture(self) -> str | None:
        """The language chosen in this session."""
        found = self.draft.get((CULTURE,))
        return found if isinstance(found, str) and found else None

    @property
    def user_id(self) -> int | None:
        """The account signed in; Doctrine wrote it as text, an integer counts as well."""
        found = self.draft.get((ATTRIBUTES, GUARD, "user_id"))
        if not self.is_authenticated or isinstance(found, bool):
            return None
        if isinstance(found, str) and found.isascii() and found.isdigit():
            return int(found)
        return found if isinstance(found, int) else None

    @property
    def last_request(self) -> int | None:
        """When the session was last used, if it says so; floats and texts of numbers are cut."""
        found, last = self.draft.get((LAST_REQUEST,)), self._last_request
        if last is None or isinstance(found, bool) or not math.isfinite(last):
            return None
        return int(last) if isinstance(found, str | int | float) else None

    @property
    def _last_request(self) -> float | None:
        """A number as PHP's minus takes it: a text up to where its number ends, true for 1.

        Shape: what is no number is 0, so that its owner is signed out: PHP 8 answers them 500.
        Source: php-src Zend/zend_operators.c.
        """
        found = self.draft.get((LAST_REQUEST,))
        if isinstance(found, str):
            number = _NUMBER.match(found)
            return float(number[0]) if number else 0.0
        if found is None or isinstance(found, int | float):
            return found
        return 0.0

    def has_timed_out(self, now: int, timeout_s: int | None) -> bool:
        """Whether symfony would sign this user out at `now`; exactly the time-out is too late.

        Source: sfBasicSecurityUser::initialize; without a last request nobody is signed out.
        """
        last = self._last_request
        if timeout_s is None or last is None or not self.is_authenticated:
            return False
        return now - last >= timeout_s

    def attribute(self, name: str, namespace: str = ATTRIBUTES) -> PhpValue:
        """What the application keeps under `name`."""
        return self.draft.get((ATTRIBUTES, namespace, name))

    def namespace(self, namespace: str) -> Mapping[str | int, PhpValue]:
        """Everything kept in one namespace."""
        return self.draft.array((ATTRIBUTES, namespace))

    def put_attribute(self, name: str, value: object, namespace: str = ATTRIBUTES) -> None:
        """Keep a value for the application."""
        self.draft.put((ATTRIBUTES, namespace, name), value)

    def put_default(self, name: str, value: object) -> None:
        """Keep a value for the application where none is kept; no reason to wait for PHP."""
        self.draft.put((ATTRIBUTES, ATTRIBUTES, name), value, expected=ABSENT)

    def remove_attribute(self, name: str, namespace: str = ATTRIBUTES) -> None:
        """Forget one value."""
        self.draft.remove((ATTRIBUTES, namespace, name))

    def choose_culture(self, culture: str) -> None:
        """The language from now on."""
        self.draft.put((CULTURE,), culture)

    def used_at(self, now: int) -> None:
        """Put off the time-out."""
        self.draft.put((LAST_REQUEST,), now)

    def sign_in(self, user_id: int, permissions: Iterable[str]) -> None:
        """Signed in; the session must then get another id.

        Source: sfGuardSecurityUser::signIn, which empties the credentials and adds each once.
        """
        self.draft.put((ATTRIBUTES, GUARD, "user_id"), str(user_id), even_if_there=True)
        self._authenticate(True)  # noqa: FBT003 - a value, not an option
        self.grant(permissions)

    def grant(self, permissions: Iterable[str]) -> None:
        """These credentials, each once, and no others; the session must get another id."""
        self.draft.put((CREDENTIALS,), list(dict.fromkeys(permissions)), even_if_there=True)

    def sign_out(self, also_forgotten: Iterable[str] = ()) -> None:
        """Signed out; the session must then get another id.

        Shape: attributes, admin filters and culture stay, as in symfony; `also_forgotten` are
            namespaces that a site's own user class drops (Apostrophe: apostrophe, apostrophe_media).
        """
        for namespace in (GUARD, *also_forgotten):
            self.draft.remove((ATTRIBUTES, namespace))
        self.draft.put((CREDENTIALS,), {}, even_if_there=True)
        self._authenticate(False)  # noqa: FBT003 - a value, not an option

    def _authenticate(self, value: bool) -> None:  # noqa: FBT001 - as above
        self.draft.put((AUTHENTICATED,), value, even_if_there=True)
