"""The model's complaints, in the words and at the places of the routing file."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from proxy.routing_file.document import (
    COHORT,
    DAY,
    FILE_NAME,
    HOURS,
    MODULE,
    MOMENT,
    URL,
    WORD,
    BackendEntry,
    Document,
    LotEntry,
    ScheduleEntry,
)
from proxy.routing_file.draft import dotted, node_at, place_of
from proxy.routing_file.mistakes import Mistake, did_you_mean
from proxy.routing_file.nodes import Mapping as Tree
from proxy.routing_file.nodes import Node, Scalar

_FORMS = {
    WORD: "use small letters, digits and underscores",
    MODULE: "a module's name has letters, digits and underscores",
    FILE_NAME: "write a file name, as in index.php",
    URL: "write http://host:port, without path",
    COHORT: "write user:NAME, group:NAME or organisation:NAME",
    HOURS: "write hours as in 08:30-18:00",
    DAY: "write a day, as in 2026-11-20",
    MOMENT: "write a day and a time, as in 2026-12-01 08:00",
}
_WANTED = {
    "string_type": "write text, in quotes if it looks like something else",
    "int_type": "write a whole number",
    "bool_type": "write true or false",
    "list_type": "write a list: [one, two]",
    "dict_type": "write a mapping: key: value",
    "model_type": "write a mapping: key: value",
}


def schema_mistakes(error: ValidationError, root: Node) -> Iterator[Mistake]:
    """Each complaint of the model as a mistake with its place; a misspelt key is not missing too."""
    details = error.errors(include_url=False)
    extra = [path_of(detail) for detail in details if detail["type"] == "extra_forbidden"]
    meant = {(*path[:-1], respelt(root, path)) for path in extra}
    for detail in details:
        path = path_of(detail)
        found = node_at(root, *path)
        is_told = isinstance(found, Scalar) and found.is_alias
        if is_told or (detail["type"] == "missing" and path in meant):
            continue
        is_about_key = detail["type"] == "extra_forbidden" or "[key]" in detail["loc"]
        place = place_of(root, *path, of_key=is_about_key)
        yield Mistake(place, dotted(path), _text(detail, path))


def respelt(root: Node, path: tuple[str | int, ...]) -> str:
    """The key that a misspelt one stands for; empty when it resembles none that is absent."""
    parent = node_at(root, *path[:-1])
    absent = set(keys_at(path[:-1])) - set(parent.values if isinstance(parent, Tree) else ())
    return next(iter(get_close_matches(str(path[-1]), sorted(absent), n=1)), "")


def path_of(detail: ErrorDetails) -> tuple[str | int, ...]:
    """The path that a complaint of the model is about."""
    return tuple(step for step in detail["loc"] if step != "[key]")


def _text(detail: ErrorDetails, path: tuple[str | int, ...]) -> str:
    name = str(path[-1]) if path else "the file"
    value = detail.get("input")
    match detail["type"]:
        case "extra_forbidden":
            return f'"{name}" is no key here{did_you_mean(name, keys_at(path[:-1]))}'
        case "missing":
            return f'"{name}" is missing'
        case "literal_error":
            expected = str(detail.get("ctx", {}).get("expected", ""))
            words = [word.strip("'") for word in expected.replace(" or ", ", ").split(", ")]
            return f"{_shown(value)} is not {expected}{did_you_mean(str(value), words)}"
        case "string_pattern_mismatch":
            form = _FORMS[detail.get("ctx", {}).get("pattern", "")]
            return f"{_shown(value)} cannot stand here; {form}"
        case "greater_than_equal":
            return f"{_shown(value)} is less than {detail.get('ctx', {}).get('ge')}"
        case "less_than_equal":
            return f"{_shown(value)} is more than {detail.get('ctx', {}).get('le')}"
        case "string_too_short":
            return "the text is empty; write some"
        case "too_short":
            return f"{_shown(value)} is empty; write one at least"
        case kind if kind in _WANTED:
            return f"{_shown(value)} is not what belongs here; {_WANTED[kind]}"
        case _:
            return f"{_shown(value)}: {detail['msg']}"


def _shown(value: Any) -> str:
    if isinstance(value, Mapping | list):
        return "a mapping" if isinstance(value, Mapping) else "a list"
    if value is None:
        return "nothing"
    text = str(value)
    return f'"{text[:60]}…"' if len(text) > 60 else f'"{text}"'


def keys_at(path: tuple[str | int, ...]) -> list[str]:
    """The keys that may stand at a path, where they are not the user's own."""
    match path:
        case ():
            return list(Document.model_fields)
        case ("backends", _):
            return list(BackendEntry.model_fields)
        case ("lots", _):
            return list(LotEntry.model_fields)
        case ("lots", _, "schedule"):
            return list(ScheduleEntry.model_fields)
    return []
