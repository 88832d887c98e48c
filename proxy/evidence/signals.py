"""Signs of a broken lot that no single status shows: loops, bounces, refused forms."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from proxy.evidence.happenings import Happening

#: Visitors whose last requests one process remembers; beyond, all are forgotten.
_MOST_TRAILS: Final = 20_000
#: A visitor who was served so recently, and is now asked to sign in, was signed out by somebody.
_RECENTLY_S: Final = 600.0
#: So many redirects in a row from one address, so quickly, lead nowhere.
_LOOP, _LOOP_S = 3, 10.0


class Signal(StrEnum):
    """What sentinels look for beside statuses."""

    REDIRECT_LOOP = "redirect-loop"
    SIGN_IN_BOUNCE = "sign-in-bounce"
    CSRF_REFUSED = "csrf-refused"


@dataclass(slots=True)
class _Trail:
    """A visitor's last requests, as far as they matter."""

    served_at: float = 0.0
    redirected_from: str = ""
    redirects: int = 0
    redirected_at: float = 0.0


class Lookout:
    """Finds signals in the requests of one process, in the order they end.

    Shape: a visitor whose connection moves to another process is a new visitor to that one, so
           that signals are counted too low rather than too high.
    """

    def __init__(self) -> None:
        self._trails: dict[str, _Trail] = {}

    def look(self, visitor: str, happening: Happening) -> Signal | None:
        """What this request of a visitor shows, if anything."""
        trail = self._trails.get(visitor)
        if trail is None:
            if len(self._trails) >= _MOST_TRAILS:
                self._trails.clear()
            trail = self._trails[visitor] = _Trail()
        status = happening.status
        if 300 <= status < 400 and status != 304:
            return self._redirected(trail, happening)
        trail.redirects = 0
        if status == 401:
            return self._bounced(trail, happening)
        if 200 <= status < 300:
            trail.served_at = happening.at
        return None

    def _redirected(self, trail: _Trail, happening: Happening) -> Signal | None:
        path = happening.place.path
        is_again = path == trail.redirected_from and happening.at - trail.redirected_at < _LOOP_S
        trail.redirects = trail.redirects + 1 if is_again else 1
        trail.redirected_from, trail.redirected_at = path, happening.at
        return Signal.REDIRECT_LOOP if trail.redirects >= _LOOP else None

    def _bounced(self, trail: _Trail, happening: Happening) -> Signal | None:
        was_served = happening.at - trail.served_at < _RECENTLY_S
        trail.served_at = 0.0
        return Signal.SIGN_IN_BOUNCE if was_served else None
