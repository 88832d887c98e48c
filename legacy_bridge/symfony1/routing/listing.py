"""What `symfony app:routes` prints, as definitions: for routes that only running PHP makes."""

import re

from legacy_bridge.symfony1.places import NotUnderstood, Spot
from legacy_bridge.symfony1.routing.routes import RouteDefinition
from legacy_bridge.symfony1.sfyaml.inline import Value

_HEADING = re.compile(r"Name\s+Method\s+Pattern\s*")
_ROW = re.compile(r"(\S+)\s+((?:[A-Z]+(?:, )?)+)\s+(\S.*)")
#: `app:routes APPLICATION NAME` prints a route with everything that is known of it.
_DETAIL = re.compile(r"(Name|Pattern|Class|Defaults|Requirements|Options|Regex|Tokens)\s+(.*)")
_PAIR = re.compile(r"\s*([\w.]+): (.*)")


def listed_routes(text: str, file: str) -> list[RouteDefinition]:
    """The routes of the output, in its order, which is the matching order.

    Shape:  a list says name, methods and pattern; the details of a route say all. Where both are
            in one file, details complete the list.
    Errors: NotUnderstood, when the text is no such output.
    """
    details = {route.name: route for route in _details(text, file)}
    rows = list(_rows(text, file))
    if not rows and not details:
        raise NotUnderstood(Spot(file), "no output of symfony app:routes")
    if not rows:
        return list(details.values())
    return [details.get(route.name, route) for route in rows]


def _rows(text: str, file: str) -> list[RouteDefinition]:
    found: list[RouteDefinition] = []
    is_listing = False
    for number, line in enumerate(_plain(text).splitlines(), 1):
        if _HEADING.fullmatch(line.strip()):
            is_listing = True
        elif line.startswith(">>"):
            is_listing = False
        elif is_listing and (row := _ROW.fullmatch(line.strip())):
            name, methods, pattern = row.groups()
            wants: dict[str, Value] = {}
            if methods != "ANY":
                wants["sf_method"] = [each.lower() for each in methods.split(", ")]
            # The list does not say where a route leads: nothing is guessed.
            kind = "sfRequestRoute" if wants else "sfRoute"
            found.append(
                RouteDefinition(
                    name, kind, pattern, {}, wants, {}, Spot(file, number),
                    takes_methods=bool(wants),
                )
            )  # fmt: skip
    return found


def _details(text: str, file: str) -> list[RouteDefinition]:
    blocks: list[tuple[int, dict[str, list[str]]]] = []
    current: list[str] = []
    for number, line in enumerate(_plain(text).splitlines(), 1):
        if found := _DETAIL.fullmatch(line):
            if found[1] == "Name" and not _HEADING.fullmatch(line.strip()):
                blocks.append((number, {}))
            if blocks:
                current = blocks[-1][1].setdefault(found[1], [])
                current.append(found[2])
        elif blocks and line.startswith("   "):
            current.append(line)
        else:
            current = []
    return [_route(said, Spot(file, line)) for line, said in blocks if "Pattern" in said]


def _route(said: dict[str, list[str]], spot: Spot) -> RouteDefinition:
    kind = said.get("Class", ["sfRoute"])[0].strip()
    wants = _pairs(said.get("Requirements", []))
    return RouteDefinition(
        said["Name"][0].strip(),
        kind,
        said["Pattern"][0].strip(),
        _pairs(said.get("Defaults", [])),
        wants,
        {},
        spot,
        takes_methods="sf_method" in wants,
        is_engine=kind in {"aRoute", "aDoctrineRoute"},
    )


def _pairs(lines: list[str]) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for line in lines:
        if pair := _PAIR.fullmatch(line):
            found[pair[1]] = _value(pair[2])
    return found


def _value(text: str) -> Value:
    """A value as var_export prints it on one line."""
    if text.startswith("array"):
        items = re.findall(r"=> '((?:[^'\\]|\\.)*)'", text)
        return [_unescaped(each) for each in items]
    if text.startswith("'"):
        return _unescaped(text[1:-1])
    return {"NULL": None, "true": True, "false": False}.get(text, text)


def _unescaped(text: str) -> str:
    return re.sub(r"\\([\\'])", r"\1", text)


def _plain(text: str) -> str:
    """Without a terminal's colours."""
    return re.sub(r"\x1b\[[0-9;]*m", "", text)
