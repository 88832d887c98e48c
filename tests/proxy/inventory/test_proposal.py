"""A first routing.yaml, which the reader accepts."""

import pytest

from proxy.core.table import Backend, BackendKind
from proxy.errors import ProjectUnreadable
from proxy.inventory.entries import Entry, ModuleFacts
from proxy.inventory.proposal import proposal
from proxy.inventory.traffic import Counts, Traffic
from proxy.routing_file.reader import parse_table
from tests.fakes.inventories import entry, survey

BACKENDS = {
    "gestion": Backend("gestion", BackendKind.SYMFONY1, "http://127.0.0.1:8001", ("gestion.localhost",), {"index.php": "frontend"}),
}  # fmt: skip


def proposed(*entries: Entry, facts: tuple[ModuleFacts, ...] = (), traffic: Traffic | None = None) -> str:  # fmt: skip
    return proposal(survey(*entries, modules=facts), BACKENDS, traffic)


def claim(module: str, *lines: str) -> Entry:
    return entry(lines[0], module=module, claims=lines)


def test_every_lot_has_its_routes_modules_and_reasons() -> None:
    fact = ModuleFacts("gestion", "frontend", "commune", frozenset({"commune"}), frozenset({"commune"}), lines=12)  # fmt: skip
    traffic = Traffic(lines=4, entries={0: Counts(3), 1: Counts(1)})

    text = proposed(
        claim("commune", "GET /communes", "POST /communes"),
        claim("accueil", "/bonjour"),
        facts=(fact,),
        traffic=traffic,
    )
    table = parse_table(text.encode())

    assert [(lot.name, lot.symfony_modules, str(lot.stage)) for lot in table.lots] == [
        ("accueil", ("accueil",), "legacy"), ("commune", ("commune",), "legacy"),
    ]  # fmt: skip
    assert "# 2. Module commune." in text
    assert "Writes commune: after what only reads." in text
    assert "Size: 12 lines of PHP. Traffic: 75.0 %." in text


def test_lots_that_would_split_an_address_are_put_together() -> None:
    text = proposed(
        claim("lecture", "GET /fiche/:id<int>"), claim("ecriture", "POST /fiche/:id<int>")
    )

    (lot,) = parse_table(text.encode()).lots

    assert set(lot.symfony_modules) == {"lecture", "ecriture"}
    assert "cannot part" in text


@pytest.mark.parametrize("line", ["/-/ours", "GET /a.php/b"])
def test_a_line_that_may_not_be_is_left_out_and_said(line: str) -> None:
    text = proposed(claim("m", "/fine", line))

    assert [route.pattern for route in parse_table(text.encode()).lots[0].routes if not route.is_alias] == ["/fine"]  # fmt: skip
    assert f"# left out: {line}: " in text


def test_nothing_claimed_is_no_proposal() -> None:
    with pytest.raises(ProjectUnreadable, match="nothing was found"):
        proposed(entry("/a"))
