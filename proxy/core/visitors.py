"""What is remembered of a visitor so that a lot in canary stays on one side for them."""

from dataclasses import dataclass, replace

#: A journey is over after half an hour without a request to its lots.
#: A mark is renewed once it is five minutes old, so it may be that much older than the last request.
IDLE_S = 1800
RENEWED_S = 300

#: One visitor in ten thousand.
BUCKETS = 10_000

#: What a cookie has room for; the oldest go first.
MOST_MARKS = 8
MOST_OVERRIDES = 4
MOST_WORDS = 16


@dataclass(frozen=True, slots=True)
class Mark:
    """The side that answered a visitor's last request to a lot, or to a cluster of lots.

    Shape: `journey` is the cluster's name, or the lot's; `by_cohort` says that a cohort led there.
    Units: `at` is seconds since 1970, at most RENEWED_S before that request.
    """

    journey: str
    is_python: bool
    at: int
    by_cohort: bool = False


@dataclass(frozen=True, slots=True)
class Override:
    """A tester's own side for one lot, for a while; only `figuier tester` makes one.

    Units: `until` is seconds since 1970.
    """

    lot: str
    is_python: bool
    until: int


@dataclass(frozen=True, slots=True)
class Visitor:
    """What a decision may depend on beside the request's head.

    Shape: `words` are digests of the cohort words that are true of the visitor, as far as they
           were asked for: `asked_for` is what they were asked about, see `cohorts.binding`.
    Units: `bucket` is from 0 to 9999, one ten-thousandth of all visitors each; None for somebody
           who has not been assigned one. `asked_at` is seconds since 1970.
    """

    bucket: int | None = None
    words: frozenset[str] = frozenset()
    asked_for: str = ""
    asked_at: int = 0
    overrides: tuple[Override, ...] = ()
    marks: tuple[Mark, ...] = ()

    def mark(self, journey: str) -> Mark | None:
        """The mark of a journey, however old."""
        return next((mark for mark in self.marks if mark.journey == journey), None)

    def override(self, lot: str, now: int) -> Override | None:
        """The override of a lot that still counts."""
        found = (each for each in self.overrides if each.lot == lot and each.until > now)
        return next(found, None)

    def marked(self, mark: Mark) -> "Visitor":
        """The same visitor, with this mark for its journey."""
        others = tuple(each for each in self.marks if each.journey != mark.journey)
        return replace(self, marks=(mark, *others)[:MOST_MARKS])

    def overriding(self, override: Override, now: int) -> "Visitor":
        """The same visitor, with this override for its lot and without those that are over."""
        others = tuple(o for o in self.overrides if o.lot != override.lot and o.until > now)
        kept = (override, *others) if override.until > now else others
        return replace(self, overrides=kept[:MOST_OVERRIDES])


ANYBODY = Visitor()
