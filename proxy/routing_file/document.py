"""What a routing file may say: the model that checks it and that its JSON Schema comes from."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

WORD = r"^[a-z][a-z0-9_]*$"
FILE_NAME = r"^[A-Za-z0-9_-]+\.php$"
MODULE = r"^[A-Za-z0-9_]+$"
URL = r"^http://[^/@?#\s]+$"
COHORT = r"^(user|group|organisation):\S(.*\S)?$"
HOURS = r"^([01][0-9]|2[0-3]):[0-5][0-9]-(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$"
MOMENT = r"^[0-9]{4}-(0[1-9]|1[0-2])-[0-3][0-9] ([01][0-9]|2[0-3]):[0-5][0-9]$"

DAY = r"^([0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01]))?$"

Word = Annotated[str, Field(pattern=WORD)]
#: Symfony 1 drops every other character from a module's name before it looks for the module.
Module = Annotated[str, Field(pattern=MODULE)]
FileName = Annotated[str, Field(pattern=FILE_NAME)]
CohortWord = Annotated[str, Field(pattern=COHORT)]
Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
RouteLine = Annotated[
    str, Field(description="[METHOD ]/pattern, as in POST /communes/:id<int>.:sf_format")
]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class BackendEntry(_Strict):
    """A legacy application that answers whatever no lot has taken."""

    kind: Literal["symfony1", "symfony4"] = Field(
        description="The framework, which decides how its addresses are read."
    )
    url: str = Field(
        description="Where the application listens, as in http://127.0.0.1:8001.",
        pattern=URL,
    )
    hosts: list[str] = Field(
        min_length=1, description="Public host names, exact, without port; one backend each."
    )
    controllers: dict[FileName, str] | None = Field(
        default=None,
        min_length=1,
        description="Front controllers and the application each starts; the first one's answers "
        "addresses without script name.",
    )


class ScheduleEntry(_Strict):
    """When a lot may be on Python; outside, legacy answers."""

    days: list[Day] = Field(
        default=["mon", "tue", "wed", "thu", "fri", "sat", "sun"],
        min_length=1,
        description="The days it may; all of them without this key.",
    )
    hours: str = Field(
        default="", pattern=HOURS, description="From when to when, as in 08:30-18:00."
    )
    not_before: str = Field(
        default="", pattern=MOMENT, description="The first moment, as in 2026-12-01 08:00."
    )


class LotEntry(_Strict):
    """A functional part of the legacy application that moves as one."""

    title: str = Field(min_length=1, description="What French readers call it.")
    stage: str = Field(
        description="legacy, shadow, canary N%, python or retired.",
        json_schema_extra={
            "pattern": r"^(legacy|shadow|canary +([0-9]|[1-9][0-9]|100) ?%|python|retired)$"
        },
    )
    sprint: int | None = Field(default=None, ge=0, description="When it is planned.")
    owner: str = Field(default="", description="Who answers for it on our side.")
    accepted_on: str = Field(
        default="",
        description="The day the customer accepted it, as in 2026-11-20.",
        pattern=DAY,
    )
    needs: list[Word] = Field(default=[], description="Lots that move before this one.")
    symfony_modules: list[Module] = Field(
        default=[],
        description="Modules whose default and star routes are aliases of this lot.",
    )
    bridged: bool = Field(
        default=False,
        description="Safe and unsafe methods of one path may belong to this lot and another.",
    )
    catch_all: bool = Field(default=False, description="A root *rest may stand in this lot.")
    cluster: str = Field(
        default="",
        pattern=WORD,
        description="Lots of one cluster share their journeys, and move when the last of them does.",
    )
    cohorts: list[CohortWord] = Field(
        default=[],
        description="Who is on Python in canary whatever the share: user:NAME, group:NAME or "
        "organisation:NAME.",
    )
    schedule: ScheduleEntry | None = Field(
        default=None, description="When canary and python may be on Python."
    )
    gone: str = Field(
        default="",
        min_length=1,
        description="What French readers are told at a retired address without successor.",
    )
    sentinel: Literal["roll_back", "alert"] = Field(
        default="roll_back",
        description="Whether a lot that breaks after a flip goes back by itself, or only alerts.",
    )
    redirects: dict[str, dict[str, str]] = Field(
        default={}, description="Old addresses and the new ones they lead to, by backend."
    )
    routes: dict[str, list[RouteLine]] = Field(
        min_length=1, description="Routes by backend; the order of lines never matters."
    )


class SprintsEntry(_Strict):
    """The calendar of sprints, which the console's burn-up is drawn along."""

    first: str = Field(description="The day the first sprint began.", pattern=DAY)
    days: int = Field(ge=1, le=90, description="How long each one is.")


class Document(_Strict):
    """Who answers: backends, and lots with their stages and routes."""

    version: int = Field(ge=1, le=1, description="The version of this format: 1.")
    gates: Literal["enforced", "advisory"] = Field(
        default="enforced", description="Whether a closed gate refuses a flip, or only warns."
    )
    approvals: Literal["none", "required"] = Field(
        default="none",
        description="required: closed gates are passed only with the approval of a second person.",
    )
    sprints: SprintsEntry | None = Field(default=None, description="The calendar of sprints.")
    kill_switch: Literal["on", "off"] = Field(
        default="off", description="on: every lot that legacy still has is answered by legacy."
    )
    backends: dict[Word, BackendEntry] = Field(min_length=1)
    lots: dict[Word, LotEntry] = Field(default={})
