"""What a lot declares about parity: masks, accepted differences, safe and writing GETs, thresholds."""

from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from proxy.parity.ledger import Accepted
from proxy.parity.masks import Mask


@dataclass(frozen=True, slots=True)
class Thresholds:
    """How much proof a lot owes before it moves forward.

    Shape: `rate` is the least share of answers that match, from 0 to 1, that the interval of the
           sample must lie above; `samples` is the least number for each route.
    """

    samples: int = 20
    rate: float = 0.98
    fresh_days: int = 14


@dataclass(frozen=True, slots=True)
class ColumnMask:
    """A column whose new values may differ from side to side: identifiers, clocks, digests.

    Shape: `table` with * for anything. A clock's value must be of the last minutes to be masked.
    """

    table: str
    column: str
    kind: str
    reason: str


@dataclass(frozen=True, slots=True)
class LotRules:
    """The lot's parity file, read.

    Shape: `safe_on_php` and `writes` name GET routes as routing.yaml spells their paths, with *
           for anything; `fill` gives form fields values that a generated one would not pass;
           `visit` are addresses that no link leads to; `personal` are selectors of what names
           somebody on a page, for recordings.
    """

    lot: str
    masks: tuple[Mask, ...] = ()
    columns: tuple[ColumnMask, ...] = ()
    accepted: tuple[Accepted, ...] = ()
    headers: tuple[str, ...] = ()
    safe_on_php: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()
    visit: tuple[str, ...] = ()
    personal: tuple[str, ...] = ()
    fill: dict[str, str] = field(default_factory=dict)
    thresholds: Thresholds = Thresholds()

    def is_writing(self, pattern: str) -> bool:
        """Whether a GET of this route is declared to write."""
        return any(fnmatchcase(pattern, each) for each in self.writes)

    def is_safe_on_php(self, pattern: str) -> bool:
        """Whether PHP may be asked for this route once more: declared safe, not declared to write."""
        return not self.is_writing(pattern) and any(
            fnmatchcase(pattern, each) for each in self.safe_on_php
        )
