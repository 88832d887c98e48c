"""A lot's labels (title, owner, sprint, day of acceptance) changed or added in the file's own text."""

import json
import re
from typing import Any

from proxy.core.table import Lot
from proxy.errors import LotUnknown
from proxy.routing_file.draft import dotted, node_at
from proxy.routing_file.mistakes import Mistake, RoutingFileRefused, did_you_mean
from proxy.routing_file.nodes import Mapping, Scalar, decoded, plain
from proxy.routing_file.splicing import FILE, encoded, tree_of

#: What may be changed without moving anybody.
LABELS = ("title", "owner", "sprint", "accepted_on")

#: Text that YAML reads as it stands; anything else is put in quotes.
_AS_IT_STANDS = re.compile(
    r"[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ0-9' ’().-]*[A-Za-zÀ-ÿ0-9.)]|[0-9]{4}-[0-9]{2}-[0-9]{2}"
)
_WORDS = {"true", "false", "null", "yes", "no", "on", "off"}


def label_of(lot: Lot, key: str) -> str:
    """What the table says of a lot under this key, as text; empty when it says nothing."""
    value = {
        "title": lot.title,
        "owner": lot.owner,
        "sprint": lot.sprint,
        "accepted_on": lot.accepted_on,
    }[key]
    return "" if value is None else str(value)


def relabel(text: bytes, lot: str, key: str, value: str) -> bytes:
    """The same file with another label of one lot; comments and every other byte stay.

    Shape:  a key that the lot does not have yet is added below its title; empty says nothing.
    Errors: LotUnknown; RoutingFileRefused, when it cannot be done without changing more.
    """
    before = tree_of(text)
    lots = node_at(before, "lots")
    known = lots.values if isinstance(lots, Mapping) else {}
    entry = known.get(lot)
    if not isinstance(entry, Mapping):
        raise LotUnknown(f"{lot!r} is not a lot of the table{did_you_mean(lot, known)}")
    source = decoded(text, FILE)
    wanted = _typed(key, value)
    node = entry.values.get(key)
    if node is None:
        changed = _with_line(source, entry, key, _spelled(wanted))
    elif isinstance(node, Scalar):
        changed = _with_value(source, node, wanted)
    else:
        raise _refusal(node, lot, key, "no value stands here that could be changed")
    data = encoded(changed, text)
    expected = plain(before)
    expected["lots"][lot][key] = wanted
    if plain(tree_of(data)) != expected:
        raise _refusal(node or entry, lot, key, "changing it would change something else as well")
    return data


def _typed(key: str, value: str) -> str | int | None:
    if key == "sprint":
        return int(value) if value else None
    return value


def _spelled(value: str | int | None) -> str:
    if value is None:
        return "null"
    if isinstance(value, int):
        return str(value)
    if _AS_IT_STANDS.fullmatch(value) and value.lower() not in _WORDS:
        return value
    return json.dumps(value, ensure_ascii=False)


def _with_value(source: str, node: Scalar, value: str | int | None) -> str:
    old = source[node.start : node.end]
    spelled = _spelled(value)
    is_text = isinstance(value, str)
    if is_text and old[:1] == '"':
        spelled = json.dumps(value, ensure_ascii=False)
    elif is_text and old[:1] == "'":
        spelled = "'" + str(value).replace("'", "''") + "'"
    gap = " " if not old and source[node.start - 1 : node.start] == ":" else ""
    return f"{source[: node.start]}{gap}{spelled}{source[node.end :]}"


def _with_line(source: str, entry: Mapping, key: str, spelled: str) -> str:
    """The text with a new key behind the title: on a line of its own, or within its braces."""
    first = entry.keys["title"]
    title = entry.values["title"]
    end = title.end if isinstance(title, Scalar) else first.end
    line_start = source.rfind("\n", 0, first.start) + 1
    indent = source[line_start : first.start]
    if indent.strip():
        return f"{source[:end]}, {key}: {spelled}{source[end:]}"
    line_end = source.find("\n", end)
    line_end = len(source) if line_end < 0 else line_end
    line_break = "\r\n" if source[line_end - 1 : line_end] == "\r" else "\n"
    cut = line_end - len(line_break) + 1 if line_break == "\r\n" else line_end
    return f"{source[:cut]}{line_break}{indent}{key}: {spelled}{source[cut:]}"


def _refusal(node: Any, lot: str, key: str, text: str) -> RoutingFileRefused:
    return RoutingFileRefused([Mistake(node.place, dotted(("lots", lot, key)), text)])
