"""Dates, numbers and words as French readers write them, for templates."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import Flask

from proxy.console.translation import GATES, in_french, told
from proxy.core.stages import StageName
from proxy.flips.journal import KILL_SWITCH
from proxy.flips.records import Record

_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
    "octobre", "novembre", "décembre",
)  # fmt: skip
_THIN = "\u202f"
#: What stands where there is nothing to say a figure of; never 0, never 100 %.
NOTHING = "—"

#: What each stage is called, beside its own word.
STAGES: dict[str, str] = {
    StageName.LEGACY: "PHP",
    StageName.SHADOW: "Observation",
    StageName.CANARY: "Progressif",
    StageName.PYTHON: "Python",
    StageName.RETIRED: "Retiré",
}

_SWITCH = {"on": "arrêt d’urgence", "off": "arrêt d’urgence levé"}
RESULTS = {
    "done": "fait",
    "withdrawn": "abandonné",
    "under way": "en cours",
    "note": "note",
    "approval": "accord",
}
SIDES = {"legacy": "PHP", "python": "Python", "ours": "console", "refused": "refus"}


def day(value: date | str | None) -> str:
    """As 23 novembre 2026."""
    if not value:
        return NOTHING
    read = date.fromisoformat(value[:10]) if isinstance(value, str) else value
    number = "1er" if read.day == 1 else str(read.day)
    return f"{number} {_MONTHS[read.month - 1]} {read.year}"


def short_day(value: date | str) -> str:
    """As 23/11."""
    read = date.fromisoformat(value[:10]) if isinstance(value, str) else value
    return f"{read:%d/%m}"


def brief(text: str, most: int = 160) -> str:
    """A sentence that fits on a line or two; the page that it leads to has it whole."""
    return text if len(text) <= most else f"{text[: most - 2].rsplit(' ', 1)[0]} …"


def count(value: float | None) -> str:
    """As 12 345, or a dash."""
    return NOTHING if value is None else f"{value:,.0f}".replace(",", _THIN)


def percent(value: float | None, digits: int = 0) -> str:
    """A share from 0 to 1 as 12 %; never 100 % nor 0 % for what is only nearly so."""
    if value is None:
        return NOTHING
    step = 10 ** -(digits + 2)
    shown = min(max(value, step), 1 - step) if 0 < value < 1 else value
    return f"{shown * 100:.{digits}f}{_THIN}%".replace(".", ",")


def milliseconds(seconds: float | None) -> str:
    """Seconds as 120 ms."""
    return NOTHING if seconds is None else f"{count(seconds * 1000)}{_THIN}ms"


def stage(text: str) -> str:
    """As Progressif 10 %."""
    if text.startswith(KILL_SWITCH):
        return _SWITCH.get(text.removeprefix(KILL_SWITCH).strip(), text)
    name, _, rest = text.partition(" ")
    label = STAGES.get(name, name)
    return f"{label} {rest.replace('%', _THIN + '%')}".strip()


def move(record: Record) -> str:
    """From where to where a flip or the kill switch went; empty where nothing moved."""
    entry = record.entry
    return f"{stage(entry.from_stage)} → {stage(entry.to_stage)}" if record.move else ""


def stage_class(text: str) -> str:
    """The class that the stylesheet knows a stage by."""
    return f"stage-{text.partition(' ')[0]}"


def register(app: Flask, zone: ZoneInfo) -> None:
    """Give templates these words."""

    def moment(value: float | str | datetime | None) -> str:
        if value is None or value == "":
            return NOTHING
        if isinstance(value, str):
            value = datetime.fromisoformat(value)
        here = (
            value.astimezone(zone)
            if isinstance(value, datetime)
            else datetime.fromtimestamp(value, zone)
        )
        return f"{day(here.date())} à {here:%H:%M}"

    app.jinja_env.filters.update(
        day=day,
        epoch_day=lambda value: short_day(datetime.fromtimestamp(value, zone).date()),
        short_day=short_day,
        moment=moment,
        count=count,
        percent=percent,
        ms=milliseconds,
        stage=stage,
        stage_class=stage_class,
        result=lambda value: RESULTS.get(value, value),
        in_french=in_french,
        told=told,
        move=move,
        gate=lambda name: GATES.get(name, name),
        side=lambda value: SIDES.get(value, value),
    )
