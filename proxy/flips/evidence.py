"""What is known of a lot at its present stage: the value that gates and plans look at."""

from dataclasses import dataclass

from proxy.core.latency import Latency


@dataclass(frozen=True, slots=True)
class SideCounts:
    """Requests of a lot that one side answered."""

    requests: int = 0
    errors: int = 0
    latency: Latency = Latency()  # noqa: RUF009 - frozen, and the same for all


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From what on evidence counts as enough.

    Units: `max_age_s` is seconds; the margins are shares, 0.01 for one in a hundred.
    """

    requests: int = 500
    days: int = 2
    max_age_s: float = 600.0
    error_margin: float = 0.01
    slow_margin: float = 0.05


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of one lot.

    Shape: `fault` says why nothing is known; empty otherwise. `as_of` is the moment up to which
           requests are counted, None when they never were. `since` is when the lot came to its
           present stage; `requests` and `days` were counted there, by any side; so was `python`.
           `legacy` is what Python is measured against: the same time, or before it. `unasked` are
           routes that nobody ever asked, `untried` those that Python has not answered at this
           stage. `legacy_lately` counts requests that legacy still answered. `parity` has the
           reasons to wait, none when it is proven, None when it is not configured. `incidents`
           are the open ones that block.
    Units: seconds since 1970.
    """

    now: float
    as_of: float | None = None
    fault: str = ""
    since: float | None = None
    requests: int = 0
    days: int = 0
    python: SideCounts = SideCounts()
    legacy: SideCounts = SideCounts()
    routes: int = 0
    unasked: tuple[str, ...] = ()
    untried: tuple[str, ...] = ()
    legacy_lately: int = 0
    parity: tuple[str, ...] | None = None
    incidents: tuple[str, ...] = ()
    thresholds: Thresholds = Thresholds()
