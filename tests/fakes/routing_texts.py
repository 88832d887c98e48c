"""Texts of routing files for tests of what is refused in them."""

import pytest

from proxy.routing_file.mistakes import RoutingFileRefused
from proxy.routing_file.reader import parse_table

BACKENDS = """\
version: 1
backends:
  gestion:
    kind: symfony1
    url: http://127.0.0.1:8001
    hosts: [gestion.localhost]
    controllers: { index.php: frontend, backend.php: backend }
  vitrine: { kind: symfony4, url: http://127.0.0.1:8002, hosts: [vitrine.localhost] }
lots:
"""


def a_lot_text(name: str, *routes: str, backend: str = "gestion", extra: str = "") -> str:
    """A lot with these routes; `extra` is more keys, on lines of their own."""
    lines = "".join(f"        - {route}\n" for route in routes)
    more = "".join(f"    {line}\n" for line in extra.splitlines())
    head = f"  {name}:\n    title: {name}\n    stage: legacy\n{more}"
    return f"{head}    routes:\n      {backend}:\n{lines}"


def mistakes_in(*lots: str, text: str = "") -> list[str]:
    """Every mistake of a file with these lots, without the file's name; none when it is good."""
    try:
        parse_table((text or BACKENDS + "".join(lots)).encode())
    except RoutingFileRefused as refused:
        return [str(mistake).removeprefix("routing.yaml:") for mistake in refused.mistakes]
    return []


def the_mistake(*lots: str) -> str:
    """The one mistake of a file with these lots, without its place."""
    found = mistakes_in(*lots)
    if len(found) != 1:
        pytest.fail("\n".join(["expected one mistake, found:", *found]))
    return found[0].partition(" ")[2]
