"""Who answers a request: one pure function that both doors and `explain` call."""

from dataclasses import dataclass
from enum import StrEnum

from proxy.core.stages import Stage
from proxy.core.table import Backend, Lot, Route


class Side(StrEnum):
    """The two who can answer."""

    LEGACY = "legacy"
    PYTHON = "python"


class Reason(StrEnum):
    """Why a side was chosen, or why nobody may answer."""

    STAGE = "stage"
    CANARY_IN = "canary-in"
    CANARY_OUT = "canary-out"
    UNCLAIMED = "unclaimed"
    OURS = "ours"
    HOST_UNKNOWN = "host-unknown"
    TARGET_AMBIGUOUS = "target-ambiguous"
    NOT_CANONICAL = "not-canonical"
    CONTROLLER_BLOCKED = "controller-blocked"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Decision:
    """The side that answers, and every fact that led there.

    Shape: `path` is the canonical path the table was asked about; `lot`, `route` and `stage` are
           None when no lot claims the address.
    """

    side: Side
    reason: Reason
    backend: Backend
    application: str
    path: str
    lot: Lot | None = None
    route: Route | None = None
    stage: Stage | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """Nobody answers: the proxy itself does, with this status.

    Shape: `location` is the canonical target a safe request is sent to, for redirects only.
    """

    status: int
    reason: Reason
    detail: str
    location: bytes | None = None
    backend: Backend | None = None
    lot: Lot | None = None


Verdict = Decision | Refusal
