"""How well it is proven that a lot's Python answers as PHP did: what the gates look at."""

from dataclasses import dataclass

from proxy.core.intervals import wilson
from proxy.parity.rules import Thresholds

_DAY_S = 86400


@dataclass(frozen=True, slots=True)
class RouteProof:
    """What was seen of one route since its Python code last changed.

    Shape: `route` as routing.yaml spells it, with its method; `recent` and `before` are samples
           and matches of the last week and of the one before.
    Units: moments in seconds since 1970.
    """

    route: str
    samples: int = 0
    matches: int = 0
    first_at: float = 0.0
    last_at: float = 0.0
    recent: tuple[int, int] = (0, 0)
    before: tuple[int, int] = (0, 0)

    @property
    def rate(self) -> float | None:
        """The share that matched; None when nothing was compared."""
        return self.matches / self.samples if self.samples else None

    @property
    def interval(self) -> tuple[float, float]:
        """Where the true rate lies, at 95 %."""
        return wilson(self.matches, self.samples)

    @property
    def trend(self) -> float | None:
        """The rate of the last week less that of the week before; None without both."""
        if not self.recent[0] or not self.before[0]:
            return None
        return self.recent[1] / self.recent[0] - self.before[1] / self.before[0]


@dataclass(frozen=True, slots=True)
class ParityEvidence:
    """What is known about a lot's parity.

    Shape: `routes` has every route of the lot that may be sampled, also those never seen; `code`
           names the version of the lot's Python code; `as_of` is None when the state database did
           not answer: then nothing is known.
    """

    lot: str
    code: str
    as_of: float | None
    routes: tuple[RouteProof, ...] = ()
    thresholds: Thresholds = Thresholds()  # noqa: RUF009 - frozen, and the same for all

    @property
    def samples(self) -> int:
        """Answers compared, of all routes."""
        return sum(route.samples for route in self.routes)

    @property
    def matches(self) -> int:
        """Answers that were the same."""
        return sum(route.matches for route in self.routes)

    @property
    def rate(self) -> float | None:
        """The share that matched; None when nothing was compared."""
        return self.matches / self.samples if self.samples else None

    @property
    def interval(self) -> tuple[float, float]:
        """Where the true rate lies, at 95 %."""
        return wilson(self.matches, self.samples)

    @property
    def last_at(self) -> float:
        """When something was last compared; 0 for never."""
        return max((route.last_at for route in self.routes), default=0.0)

    @property
    def never_sampled(self) -> tuple[str, ...]:
        """Routes of which nothing is known."""
        return tuple(route.route for route in self.routes if not route.samples)

    def reasons_to_wait(self, now: float) -> tuple[str, ...]:
        """Why the lot's parity is not proven; empty when it is."""
        if self.as_of is None:
            return ("the state database does not answer: parity is not known",)
        if not self.routes or not self.samples:
            return (f"{self.lot} was never compared: run `figuier parity {self.lot}`",)
        return (*self._thin(), *self._differing(), *self._stale(now))

    def _thin(self) -> list[str]:
        least = self.thresholds.samples
        found = []
        if self.never_sampled:
            found.append(f"never sampled: {', '.join(self.never_sampled)}")
        thin = [
            f"{route.route} ({route.samples})"
            for route in self.routes
            if 0 < route.samples < least and not route.route.startswith("POST")
        ]
        if thin and any(route.samples for route in self.routes):
            found.append(f"fewer than {least} samples: {', '.join(thin)}")
        return found

    def _differing(self) -> list[str]:
        least = self.thresholds.rate
        low = [
            f"{route.route} ({route.matches} of {route.samples})"
            for route in self.routes
            if route.samples and (route.rate or 0) < least
        ]
        found = [f"below {least:.1%}: {', '.join(low)}"] if low else []
        if self.interval[0] < least and not low:
            found.append(
                f"{self.matches} of {self.samples} match: the sample is too small to say that"
                f" {least:.1%} do"
            )
        return found

    def _stale(self, now: float) -> list[str]:
        days = self.thresholds.fresh_days
        if now - self.last_at <= days * _DAY_S:
            return []
        return [f"nothing was compared for {int((now - self.last_at) / _DAY_S)} days"]
