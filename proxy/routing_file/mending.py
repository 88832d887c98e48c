"""A document from a file of the wrong form: what is faulty is stood in for, the rest is looked at."""

from collections.abc import Iterator
from collections.abc import Mapping as Values
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from proxy.core.table import Place
from proxy.routing_file.document import BackendEntry, Document, LotEntry, ScheduleEntry
from proxy.routing_file.draft import node_at, place_of
from proxy.routing_file.mistakes import Mistake
from proxy.routing_file.nodes import Mapping, Node, Scalar, Sequence, plain
from proxy.routing_file.schema_mistakes import path_of, respelt, schema_mistakes

Path = tuple[str | int, ...]

#: What stands in for a value that must be there: nothing that a later rule could complain of.
_STAND_INS = {
    "version": "1",
    "title": "?",
    "stage": "legacy",
    "kind": "symfony1",
    "url": "http://127.0.0.1:1",
    "bridged": "true",
    "catch_all": "true",
}
#: A file as deep as this is whole after three rounds; the last finds nothing to mend.
_ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Mended:
    """A document without faults of form, and the places where something stands in for them.

    Shape: `mistakes` are those that only show when misspelt keys are read as what they stand for.
    """

    document: Document
    places: frozenset[Place]
    mistakes: tuple[Mistake, ...]


def mend(error: ValidationError, root: Node) -> Mended | None:
    """The document that is meant, as far as it can be told; None when nothing can.

    Shape: changes the tree: a misspelt key gets its name, what has a wrong value another one, so
           that only what the model did not complain of is left to be found.
    """
    places: set[Place] = set()
    more: list[Mistake] = []
    for _ in range(_ROUNDS):
        details = [d for d in error.errors(include_url=False) if "[key]" not in d["loc"]]
        if not details:
            return Mended(_constructed(plain(root)), frozenset(places), tuple(more))
        if not isinstance(root, Mapping):
            return None
        for detail in sorted(details, key=lambda d: d["type"] != "extra_forbidden"):
            if detail["type"] != "extra_forbidden":
                places |= {place_of(root, *path_of(detail), of_key=of) for of in (True, False)}
            _mend(root, detail)
        try:
            document = Document.model_validate(plain(root))
        except ValidationError as left:
            error = left
            more += (m for m in schema_mistakes(left, root) if m.place not in places)
        else:
            return Mended(document, frozenset(places), tuple(more))
    return None


def _mend(root: Mapping, detail: ErrorDetails) -> None:
    path = path_of(detail)
    parent = node_at(root, *path[:-1])
    if isinstance(parent, Mapping):
        name = str(path[-1])
        if detail["type"] == "extra_forbidden":
            _respell(parent, name, respelt(root, path))
        elif detail["type"] != "missing" or name not in parent.values:
            _stand_in(parent, name, path, root)
    elif isinstance(parent, Sequence):
        place = place_of(root, *path)
        parent.items[int(path[-1])] = _text(place, _word(path, place))


def _word(path: Path, place: Place) -> str:
    """What stands in for an item of a list."""
    match path:
        case ("backends", backend, *_):
            return f"{backend}.invalid"
        case (*_, "cohorts", _):
            return f"user:faulty{place.line}x{place.column}"
        case (*_, "days", _):
            return "mon"
    return f"faulty{place.line}x{place.column}"


def _respell(parent: Mapping, name: str, meant: str) -> None:
    key, value = parent.keys.pop(name), parent.values.pop(name)
    if meant:
        parent.keys[meant], parent.values[meant] = key, value


def _stand_in(parent: Mapping, name: str, path: Path, root: Mapping) -> None:
    place = place_of(root, *path)
    value = _value(root, path, place)
    if value is None:
        parent.values.pop(name, None)
    else:
        parent.keys.setdefault(name, _text(place, name))
        parent.values[name] = value


def _value(root: Mapping, path: Path, place: Place) -> Node | None:
    """What stands in for a value of a mapping; None for what may as well be missing."""
    match path:
        case ("backends",):
            return _backends_named(root, place)
        case ("backends", backend):
            return _backend(root, str(backend), place)
        case ("backends", backend, "hosts"):
            return Sequence(place, [_text(place, f"{backend}.invalid")])
        case ("backends", backend, "controllers"):
            return _controllers(root, str(backend), place)
        case ("backends", _, "controllers", _):
            return _text(place, "faulty")
        case ("lots", _):
            return Mapping(place)
        case ("lots", _, "routes"):
            return _mapping(place, {"faulty": Sequence(place)})
        case ("lots", _, "routes", _):
            return Sequence(place)
    text = _STAND_INS.get(str(path[-1]))
    return None if text is None else Scalar(place, text, path[-1] != "title", 0, 0)


def _backends_named(root: Mapping, place: Place) -> Mapping:
    """A backend for each name that lots have routes under."""
    named = dict.fromkeys(("faulty", *(name for name, _ in _lines(root))))
    return _mapping(place, {name: _backend(root, name, place) for name in named})


def _backend(root: Mapping, name: str, place: Place) -> Mapping:
    return _mapping(place, {"controllers": _controllers(root, name, place)})


def _controllers(root: Mapping, backend: str, place: Place) -> Mapping:
    """Every script that the backend's routes name may be one of its front controllers."""
    scripts = {"index.php": _text(place, "faulty")}
    for name, line in _lines(root):
        script = line.partition("/")[2].partition("/")[0]
        if name == backend and script.endswith(".php"):
            scripts[script] = _text(place, f"faulty_{len(scripts)}")
    return _mapping(place, scripts)


def _lines(root: Mapping) -> Iterator[tuple[str, str]]:
    """The name of the backend, and the text, of each route line that there is."""
    lots = root.values.get("lots")
    for lot in lots.values.values() if isinstance(lots, Mapping) else ():
        routes = lot.values.get("routes") if isinstance(lot, Mapping) else None
        for name, lines in routes.values.items() if isinstance(routes, Mapping) else ():
            for line in lines.items if isinstance(lines, Sequence) else ():
                yield name, line.text if isinstance(line, Scalar) else ""


def _mapping(place: Place, values: Values[str, Node]) -> Mapping:
    return Mapping(place, {name: _text(place, name) for name in values}, dict(values))


def _text(place: Place, text: str) -> Scalar:
    return Scalar(place, text, is_plain=False, start=0, end=0)


def _constructed(data: dict[str, Any]) -> Document:
    """The document of data whose only faults are names, which need no stand-ins."""
    entries: dict[str, Any] = {
        "backends": {
            name: BackendEntry.model_construct(**entry) for name, entry in data["backends"].items()
        },
        "lots": {name: _lot(entry) for name, entry in data.get("lots", {}).items()},
    }
    return Document.model_construct(**data | entries)


def _lot(entry: dict[str, Any]) -> LotEntry:
    schedule = entry.get("schedule")
    hours = None if schedule is None else ScheduleEntry.model_construct(**schedule)
    return LotEntry.model_construct(**entry | {"schedule": hours})
