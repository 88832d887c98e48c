"""Modules into lots, lots into an order."""

from typing import Any

import pytest

from proxy.inventory.entries import ModuleFacts, Sharing
from proxy.inventory.grouping import ProposedLot, grouped, ordered, without_doubles
from tests.fakes.inventories import entry


def facts(module: str, tables: str = "", written: str = "", **said: Any) -> ModuleFacts:
    words = {"lines": 100, "is_generated": True} | said
    return ModuleFacts(
        "gestion",
        "frontend",
        module,
        frozenset(tables.split()),
        frozenset(written.split()),
        **words,
    )


def lots_of(*known: ModuleFacts, sharings: tuple[Sharing, ...] = ()) -> list[list[str]]:
    entries = [entry(f"/{f.module}", module=f.module, claims=(f"/{f.module}",)) for f in known]
    lots = grouped(entries, known, sharings, {})
    return sorted(sorted(module for _, module in lot.modules) for lot in lots)


@pytest.mark.parametrize(
    ("known", "sharings", "lots"),
    [
        pytest.param([facts("a", "a", "a"), facts("b", "b", "b")], (), [["a"], ["b"]], id="apart"),
        pytest.param([facts("a", "t", "t"), facts("b", "t", "t")], (), [["a", "b"]], id="the same table"),
        pytest.param([facts("a", "t u", "t"), facts("b", "u", "u", lines=50)], (), [["a", "b"]], id="a part of its tables"),
        pytest.param([facts("a", "a", "a"), facts("a_contact", "b", "b")], (), [["a", "a_contact"]], id="a part by name"),
        pytest.param([facts("a"), facts("b")], (Sharing("gestion", "frontend", ("a", "b"), "x"),), [["a", "b"]], id="session state"),
        pytest.param([facts(c) for c in "abcde"], (Sharing("gestion", "frontend", tuple("abcde"), "x"),), [["a"], ["b"], ["c"], ["d"], ["e"]], id="what all share groups nothing"),
        pytest.param([facts("sfGuardUser", "u", "u"), facts("sfGuardAuth")], (), [["sfGuardAuth", "sfGuardUser"]], id="sign-in"),
        pytest.param([facts("a", "a", "a", lines=3), facts("b", "b", "b", lines=0)], (), [["a", "b"]], id="simple lists"),
        pytest.param([facts("a", "a", "a", lines=3), facts("b", "b", "b", lines=0, links=frozenset({"a"}))], (), [["a"], ["b"]], id="not with links"),
    ],
)  # fmt: skip
def test_modules_that_belong_together_are_one_lot(
    known: list[ModuleFacts], sharings: tuple[Sharing, ...], lots: list[list[str]]
) -> None:
    assert lots_of(*known, sharings=sharings) == lots


def lot(name: str, tables: str = "", written: str = "", **said: Any) -> ProposedLot:
    modules = (("gestion", said.pop("module", name)),)
    return ProposedLot(name, modules, {"gestion": (f"/{name}",)}, frozenset(tables.split()), frozenset(written.split()), **said)  # fmt: skip


def test_the_order_is_needs_then_readers_then_size_then_sign_in() -> None:
    found = ordered(
        [
            lot("accounts", module="sfGuardAuth"),
            lot("big", "big", "big", size=900),
            lot("small", "small", "small", size=10),
            lot("reader", size=500),
            lot("needy", "big small", "", size=1),
        ]
    )

    assert [(each.name, each.needs) for each in found] == [
        ("reader", ()), ("small", ()), ("big", ()), ("needy", ("big", "small")), ("accounts", ()),
    ]  # fmt: skip


def test_lots_that_need_each_other_come_all_the_same() -> None:
    found = ordered([lot("a", "a b", "a"), lot("b", "a b", "b")])

    assert [(each.name, each.needs) for each in found] == [("a", ()), ("b", ("a",))]


def test_names_are_words_and_differ() -> None:
    entries = [
        entry("/a", module="monModule", claims=("/a",)),
        entry("/b", module="MonModule", backend="vitrine", claims=("/b",)),
        entry("/c", module="2fois", claims=("/c",)),
    ]

    names = [each.name for each in ordered(grouped(entries, (), (), {}))]

    assert sorted(names) == ["lot_2fois", "mon_module", "mon_module_vitrine"]


def test_what_claims_the_rest_of_the_site_is_left_out_and_said() -> None:
    (found,) = grouped([entry("/x", claims=("/x", "/*rest", "GET /*all"))], (), (), {})

    assert found.lines == {"gestion": ("/x",)}
    assert len(found.dropped) == 2


def test_lines_are_said_once() -> None:
    lines = ("/a", "GET /a", "GET /b/:id<int>", "GET /b/:other<int>", "POST /b/:id<int>")

    assert without_doubles(lines) == ("/a", "GET /b/:id<int>", "POST /b/:id<int>")
