"""Old addresses in a routing file."""

import pytest

from proxy.routing_file.reader import parse_table
from tests.fakes.routing_texts import BACKENDS, a_lot_text, mistakes_in, the_mistake


def moving(*moves: str, backend: str = "gestion") -> str:
    lines = "\n".join(f"    {move}" for move in moves)
    return a_lot_text(
        "housing", "/logements", "/logements/:id<int>", "/backend.php/housing", "/x/:a.:sf_format",
        extra=f"redirects:\n  {backend}:\n{lines}",
    )  # fmt: skip


@pytest.mark.parametrize(
    "move",
    [
        "/logement: /logements",
        "/logement/voir/:id<int>: /logements/:id",
        '"/logement/*rest": /logements',
        "/accueil: /",
        "/gestion: /backend.php/housing",
        "/backend.php/logement: /logements",
        "/y/:a.:sf_format: /x/:a.:sf_format",
        "/evt: /evenements",
        "POST /logement: /logements",
    ],
)
def test_an_old_address_may_lead_to_a_page_of_any_lot(move: str) -> None:
    assert mistakes_in(moving(move), a_lot_text("events", "/evenements")) == []


def test_an_old_address_is_a_route_of_its_lot() -> None:
    table = parse_table((BACKENDS + moving("/logement/voir/:id<int>: /logements/:id")).encode())
    gestion = table.backends["gestion"]
    route = table.match(gestion, "frontend", "GET", "/logement/voir/3")

    assert route is not None
    assert (route.lot, route.to) == ("housing", "/logements/:id")
    assert str(route.place) == "routing.yaml:15:9"


HERE = "http://gestion.localhost"
MEND = "write the last one here"


@pytest.mark.parametrize(
    ("moves", "text"),
    [
        (["/a: /a"], f"redirects go round: {HERE}/a → {HERE}/a"),
        (
            ["/a: /b", "/b: /logements"],
            f"it leads to another redirect: {HERE}/a → {HERE}/b → {HERE}/logements; {MEND}",
        ),
        (
            ["/a: /b", "/b: /nowhere"],
            f"it leads to another redirect: {HERE}/a → {HERE}/b → {HERE}/nowhere; {MEND}",
        ),
        (["/a: /logement"], f"it leads to {HERE}/logement, which no lot claims"),
        (
            ["/a: /backend.php/logement"],
            f"it leads to {HERE}/backend.php/logement, which no lot claims",
        ),
        (["/a: /logements/:id"], "/logements/:id needs :id, which /a does not give"),
        (
            ["/a/:id: /logements/:id"],
            f"it leads to {HERE}/logements/exemple, which no lot claims",
        ),
    ],
    ids=["itself", "chain", "chain to nowhere", "unknown", "unknown there", "variable", "kind"],
)
def test_an_old_address_leads_to_a_page_in_one_step(moves: list[str], text: str) -> None:
    found = mistakes_in(moving(*moves))

    assert text in found[0]
    assert "lots.housing.redirects.gestion" in found[0]


def test_every_member_of_a_ring_is_told_with_the_way_round() -> None:
    found = mistakes_in(moving("/a: /b", "/b: /c", "/c: /a"))

    assert [line.partition(" ")[0] for line in found] == ["15:9", "16:9", "17:9"]
    assert f"redirects go round: {HERE}/b → {HERE}/c → {HERE}/a → {HERE}/b" in found[1]


@pytest.mark.parametrize(
    ("move", "text"),
    [
        ("/logements: /logements", "claims"),
        ("logement: /logements", "'logement' is no route"),
        ("/a: logements", "'logements' is no route"),
        ("/a?b: /logements", "a literal is written decoded"),
        ("/-/x: /logements", "/-/ is ours"),
        ("/a: 5", "write text"),
    ],
)
def test_what_is_no_address_is_refused(move: str, text: str) -> None:
    found = mistakes_in(moving(move))

    assert any(text in each for each in found)


def test_redirects_of_an_unknown_backend_are_refused_with_a_hint() -> None:
    assert the_mistake(moving("/a: /logements", backend="gestoin")) == (
        'lots.housing.redirects.gestoin: "gestoin" is no backend; did you mean "gestion"?'
    )


def test_nothing_is_said_of_redirects_while_routes_cannot_be_read() -> None:
    lot = moving("/a: /events")

    assert len(mistakes_in(lot, a_lot_text("events", "GTE /events"))) == 1
