"""Will we finish? A range from the sprints that are over, or the reason why there is none."""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from proxy.console.timeline import Height

#: Fewer say nothing of the next one.
LEAST_SPRINTS = 3
#: Beyond, the answer is no date.
MOST_SPRINTS = 200
_DRAWS = 2000


@dataclass(frozen=True, slots=True)
class Sprint:
    """What a finished sprint changed.

    Units: routes; either may be negative.
    """

    done: int
    added: int


@dataclass(frozen=True, slots=True)
class Forecast:
    """When the two lines of the burn-up meet.

    Shape: eight draws in ten lie between `first` and `last`; `last` is None when some never
           meet; both are None, and `why_none` says why, where there is no forecast.
    """

    first: date | None = None
    last: date | None = None
    why_none: str = ""
    sprints: int = 0


def sprints_of(heights: Sequence[Height]) -> tuple[Sprint, ...]:
    """What changed from each height to the next; they lie one sprint apart."""
    return tuple(
        Sprint(later.done - sooner.done, later.scope - sooner.scope)
        for sooner, later in pairwise(heights)
    )


def forecast(now: Height, sprints: Sequence[Sprint], today: date, sprint_days: int) -> Forecast:
    """The range in which the migration ends, if it goes on as it went.

    Shape: sprints of the past are drawn again and again, their growth of scope with them; the same
           past always gives the same range.
    """
    remaining = now.scope - now.done
    if now.scope and remaining <= 0:
        return Forecast(why_none="Toutes les routes connues sont servies par Python.")
    if len(sprints) < LEAST_SPRINTS:
        why = (
            f"Il faut au moins {LEAST_SPRINTS} sprints terminés depuis que le périmètre est compté ; "
            f"il y en a {len(sprints)}."
        )
        return Forecast(why_none=why, sprints=len(sprints))
    if sum(sprint.done for sprint in sprints) <= 0:
        return Forecast(why_none="Aucune route n’a été livrée dans les sprints terminés.")
    lengths = sorted(_draw(remaining, sprints, random.Random(number)) for number in range(_DRAWS))  # noqa: S311, no secret
    soon, late = lengths[_DRAWS // 10], lengths[_DRAWS * 9 // 10]
    if math.isinf(soon):
        why = "Le périmètre grandit aussi vite que le travail avance : pas de fin à ce rythme."
        return Forecast(why_none=why, sprints=len(sprints))
    return Forecast(
        today + timedelta(days=sprint_days * soon),
        None if math.isinf(late) else today + timedelta(days=sprint_days * late),
        sprints=len(sprints),
    )


def _draw(remaining: int, sprints: Sequence[Sprint], dice: random.Random) -> float:
    for number in range(1, MOST_SPRINTS + 1):
        drawn = dice.choice(sprints)
        remaining -= drawn.done - drawn.added
        if remaining <= 0:
            return number
    return math.inf
