"""From bytes to a table, or to every mistake."""

import random
from pathlib import Path

import pytest

from proxy.core.table import GateMode
from proxy.routing_file.mistakes import RoutingFileRefused
from proxy.routing_file.reader import parse_table, read_table

ROOT = Path(__file__).resolve().parents[3]

GOOD = """\
version: 1
gates: advisory
backends:
  gestion: { kind: symfony1, url: http://127.0.0.1:8001, hosts: [Gestion.localhost.] }
lots:
  housing:
    title: Logements
    stage: canary 10%   # small
    symfony_modules: [logement]
    routes:
      gestion:
        - /logements
        - POST /logements/filter/action
"""


def mistakes_of(text: str) -> list[str]:
    with pytest.raises(RoutingFileRefused) as refused:
        parse_table(text.encode())
    return [str(mistake) for mistake in refused.value.mistakes]


def test_the_projects_own_table_has_its_fourteen_lots() -> None:
    table = read_table(ROOT / "routing.yaml")

    assert [lot.name for lot in table.lots] == [
        "territory_pages", "reference_lists", "events", "public_agenda", "requests", "companies",
        "newcomers", "housing", "spouse_employment", "expatriate_support", "implantations",
        "statistics", "content", "accounts",
    ]  # fmt: skip
    assert {lot.name for lot in table.lots if str(lot.stage) == "python"} == {"events", "companies"}
    assert {str(lot.stage) for lot in table.lots} == {"legacy", "python"}
    assert table.gates is GateMode.ADVISORY
    assert len(table.digest) == 64


def test_a_good_file_becomes_a_table() -> None:
    table = parse_table(GOOD.encode())
    (lot,) = table.lots
    backend = table.backend_for("gestion.localhost")

    assert backend is not None
    assert backend.default_application == "frontend"
    assert str(lot.stage) == "canary 10%"
    assert [str(route.place) for route in lot.routes[:2]] == [
        "routing.yaml:12:11",
        "routing.yaml:13:11",
    ]
    assert [route.pattern for route in lot.routes if route.is_alias] == [
        "/logement",
        "/logement/:action/*rest",
    ]


def test_all_mistakes_are_told_at_once_with_place_and_advice() -> None:
    text = GOOD.replace("canary 10%", "pyhton").replace("gestion:\n", "gestoin:\n")

    assert mistakes_of(text) == [
        (
            "routing.yaml:8:12 lots.housing.stage: 'pyhton' is not a stage; expected one of: legacy, "
            'shadow, canary N%, python, retired; did you mean "python"?'
        ),
        (
            'routing.yaml:11:7 lots.housing.routes.gestoin: "gestoin" is no backend; '
            'did you mean "gestion"?'
        ),
    ]


FRAGMENTS = (
    "&a ", "*a", "!!x ", "[", "]", "{", "}", ":", " ", "\n", "- ", "'", '"', "#", "|", ">", "%", "~",
    "null", "true", "-1", ".nan", "<<: ", "? ", "é", "\t", "\x00", "\u2028", "/", "*rest", ":x", "<int>",
    ".:sf_format", "---\n", "@", "`", "1e999", "9" * 400, "\ufeff",
)  # fmt: skip


def mutated(text: str, chance: random.Random) -> str:
    """The text after a slip of the hand or two."""
    for _ in range(chance.choice((1, 1, 2, 3))):
        start = chance.randrange(len(text))
        end = start + chance.choice((0, 0, 1, 7))
        text = text[:start] + chance.choice(("", *FRAGMENTS)) + text[end:]
    return text


def slip(chance: random.Random) -> list[str] | None:
    """What is wrong with a mutated file; None when it is still good."""
    try:
        parse_table(mutated(GOOD, chance).encode("utf-8", "replace"))
    except RoutingFileRefused as refusal:
        return [str(mistake) for mistake in refusal.mistakes]
    return None


def test_a_slip_of_the_hand_gives_a_table_or_mistakes_and_nothing_else() -> None:
    chance = random.Random(1)
    refusals = [found for _ in range(400) if (found := slip(chance)) is not None]

    assert 200 < len(refusals) < 400
    assert all(found != [] for found in refusals)
    assert all(each.startswith("routing.yaml:") for found in refusals for each in found)


def test_two_thousand_routes_are_read_with_all_rules() -> None:
    lines = "".join(f"        - GET /page{number}/:id<int>.:sf_format\n" for number in range(2000))
    table = parse_table((GOOD + lines).encode())
    backend = table.backends["gestion"]
    route = table.match(backend, "frontend", "GET", "/page1999/7.csv")

    assert route is not None
    assert route.place.line == 2013
