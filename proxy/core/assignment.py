"""On which side of a split lot a visitor is, and what is to be remembered of it."""

from dataclasses import dataclass
from enum import StrEnum

from proxy.core.schedules import Moment, Schedule
from proxy.core.visitors import IDLE_S, RENEWED_S, Mark, Visitor

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class By(StrEnum):
    """What decided."""

    SHARE = "share"
    COHORT = "cohort"
    TESTER = "tester"
    JOURNEY = "journey"
    SCHEDULE = "schedule"


@dataclass(frozen=True, slots=True)
class Posture:
    """How a lot is split between the sides at present.

    Shape: `journey` is the name of its cluster, else its own; `cohorts` are digests of words.
    Units: `percent` of the visitors are on Python.
    """

    lot: str
    journey: str
    percent: int
    cohorts: frozenset[str] = frozenset()
    schedule: Schedule | None = None

    @property
    def draws(self) -> bool:
        """Whether a visitor without a bucket gets one here."""
        return 0 < self.percent < 100 or bool(self.cohorts)


@dataclass(frozen=True, slots=True)
class Choice:
    """The side of one request, and the visitor as to be remembered.

    Shape: `visitor` is None when nothing is to be written: nothing changed that matters.
    """

    is_python: bool
    by: By
    visitor: Visitor | None = None


def choose(
    posture: Posture, visitor: Visitor, moment: Moment, method: str, *, is_new: bool = False
) -> Choice:
    """Which side answers this visitor's request to a split lot.

    Shape:  monotone: a higher percentage moves people to Python only. Coherent: nobody goes from
            legacy to Python before a journey is over, and what is not safe follows the page that
            it was sent from. A lower percentage takes people back at once: that is a rollback.
            `is_new` says that the visitor's bucket was drawn for this very request.
    """
    override = visitor.override(posture.lot, moment.at)
    if override is not None:
        return Choice(override.is_python, By.TESTER)
    is_python, by = _wanted(posture, visitor, moment)
    last = visitor.mark(posture.journey)
    if _is_held(posture, last, moment, method, wanted=is_python, by=by):
        is_python, by = not is_python, By.JOURNEY
    elif last is None and is_python and method not in _SAFE and posture.percent < 100:
        # Nobody knows what drew the form: before the canary that was legacy.
        is_python, by = False, By.JOURNEY
    if visitor.bucket is None:
        return Choice(is_python, by)
    by_cohort = by is By.COHORT or (by is By.JOURNEY and last is not None and last.by_cohort)
    mark = Mark(posture.journey, is_python, moment.at, is_python and by_cohort)
    if not is_new and last is not None and _says_enough(last, mark):
        return Choice(is_python, by)
    return Choice(is_python, by, visitor.marked(mark))


def _says_enough(last: Mark, mark: Mark) -> bool:
    """Whether the mark that a visitor has will do, so that no cookie is written."""
    is_same = (last.is_python, last.by_cohort) == (mark.is_python, mark.by_cohort)
    return is_same and 0 <= mark.at - last.at < RENEWED_S


def _wanted(posture: Posture, visitor: Visitor, moment: Moment) -> tuple[bool, By]:
    """Where the visitor belongs, apart from any journey."""
    is_open = posture.schedule is None or posture.schedule.is_open(moment)
    if not posture.cohorts.isdisjoint(visitor.words):
        is_python, by = True, By.COHORT
    else:
        bucket = visitor.bucket
        has_share = bucket is not None and bucket < posture.percent * 100
        is_python, by = has_share or posture.percent == 100, By.SHARE
    if is_python and not is_open:
        return False, By.SCHEDULE
    return is_python, by


def _is_held(
    posture: Posture, last: Mark | None, moment: Moment, method: str, *, wanted: bool, by: By
) -> bool:
    """Whether a journey keeps the visitor where the last request was answered."""
    if last is None or last.is_python is wanted:
        return False
    is_on = moment.at - last.at <= IDLE_S + RENEWED_S
    if not last.is_python:
        return is_on or method not in _SAFE
    # Back to legacy waits for the journey's end when hours close or a cohort is left, never when
    # the share was lowered.
    has_left = last.by_cohort and bool(posture.cohorts)
    return is_on and (by is By.SCHEDULE or has_left)
