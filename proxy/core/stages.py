"""Where a lot stands between PHP and Python, and which moves are allowed."""

import re
from dataclasses import dataclass
from enum import StrEnum


class StageName(StrEnum):
    """The five stages, in the order a migration takes them."""

    LEGACY = "legacy"
    SHADOW = "shadow"
    CANARY = "canary"
    PYTHON = "python"
    RETIRED = "retired"


#: From a stage, the stages it may go to. Forward moves pass gates; back to legacy never does.
#: A retired lot may only return to python: its database may have contracted.
MOVES: dict[StageName, frozenset[StageName]] = {
    StageName.LEGACY: frozenset({StageName.SHADOW, StageName.CANARY, StageName.PYTHON}),
    StageName.SHADOW: frozenset({StageName.LEGACY, StageName.CANARY, StageName.PYTHON}),
    StageName.CANARY: frozenset(
        {StageName.LEGACY, StageName.SHADOW, StageName.CANARY, StageName.PYTHON}
    ),
    StageName.PYTHON: frozenset(
        {StageName.LEGACY, StageName.SHADOW, StageName.CANARY, StageName.RETIRED}
    ),
    StageName.RETIRED: frozenset({StageName.PYTHON}),
}

_CANARY = re.compile(r"canary[ ]+(\d{1,3})[ ]?%", re.ASCII)


class StageUnknown(ValueError):
    """The text names no stage."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage, with the share of visitors that canary sends to Python.

    Units: `percent` is a whole number from 0 to 100, and 0 outside canary.
    """

    name: StageName
    percent: int = 0

    def __str__(self) -> str:
        """The stage as `routing.yaml` spells it."""
        if self.name is StageName.CANARY:
            return f"canary {self.percent}%"
        return self.name.value


def parse_stage(text: str) -> Stage:
    """The stage that `routing.yaml` or an operator spells.

    Shape:  `legacy`, `shadow`, `canary 10%`, `python` or `retired`.
    Errors: StageUnknown, with what was expected.
    """
    canary = _CANARY.fullmatch(text)
    if canary:
        percent = int(canary[1])
        if percent > 100:
            raise StageUnknown(f"{percent}% is outside 0 to 100")
        return Stage(StageName.CANARY, percent)
    if text == StageName.CANARY:
        raise StageUnknown("canary needs a percentage, as in: canary 10%")
    try:
        return Stage(StageName(text))
    except ValueError:
        expected = "legacy, shadow, canary N%, python, retired"
        raise StageUnknown(f"{text!r} is not a stage; expected one of: {expected}") from None


def may_move(before: Stage, after: Stage) -> bool:
    """Whether a lot may go from one stage to the other in one flip."""
    return after != before and after.name in MOVES[before.name]


def share_of(stage: Stage) -> int:
    """The percentage of visitors whom Python answers at this stage."""
    match stage.name:
        case StageName.PYTHON | StageName.RETIRED:
            return 100
        case StageName.CANARY:
            return stage.percent
        case _:
            return 0
