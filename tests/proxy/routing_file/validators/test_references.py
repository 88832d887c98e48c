"""Names that point to something else."""

import pytest

from tests.fakes.routing_texts import BACKENDS, a_lot_text, mistakes_in, the_mistake


def test_a_host_selects_one_backend() -> None:
    text = BACKENDS.replace("vitrine.localhost", "GESTION.localhost.") + a_lot_text("a", "/a")

    assert mistakes_in(text=text) == [
        (
            '8:66 backends.vitrine.hosts[0]: "gestion.localhost" is a host of gestion already; '
            "a host selects one backend"
        )
    ]


@pytest.mark.parametrize(
    "host", ["http://a.example", "a.example:80", "a.example/x", "a b", '"*.a.example"', '""']
)
def test_a_host_is_a_plain_name(host: str) -> None:
    text = BACKENDS.replace("vitrine.localhost", host) + a_lot_text("a", "/a")

    (mistake,) = mistakes_in(text=text)

    assert "is no host name; write it without scheme, port or path" in mistake


@pytest.mark.parametrize(
    ("needs", "expected"),
    [
        ("housng", 'lots.a.needs[0]: "housng" is no lot; did you mean "housing"?'),
        ("zzz", 'lots.a.needs[0]: "zzz" is no lot'),
        ("a", "lots.a.needs[0]: a lot does not need itself"),
    ],
)
def test_a_lot_needs_other_lots_of_the_file(needs: str, expected: str) -> None:
    lots = a_lot_text("a", "/a", extra=f"needs: [{needs}]"), a_lot_text("housing", "/h")

    assert the_mistake(*lots) == expected


def test_needs_that_go_round_are_told_once() -> None:
    lots = (
        a_lot_text("a", "/a", extra="needs: [b]"),
        a_lot_text("b", "/b", extra="needs: [d, c]"),
        a_lot_text("c", "/c", extra="needs: [d, b]"),
        a_lot_text("d", "/d"),
        a_lot_text("e", "/e", extra="needs: [a, c, d]"),
    )

    assert the_mistake(*lots) == "lots.b.needs[1]: needs go round: b → c → b; leave one out"


def test_a_module_has_one_lot_in_an_application() -> None:
    lots = (
        a_lot_text("a", "/a", extra="symfony_modules: [commune]"),
        a_lot_text("b", "/b", extra="symfony_modules: [quartier, commune]"),
        a_lot_text("c", "/backend.php/c", extra="symfony_modules: [commune]"),
    )

    found = mistakes_in(*lots)

    assert found == [
        '20:33 lots.b.symfony_modules[1]: "commune" is a module of a already; a module has one lot'
    ]


@pytest.mark.parametrize(
    ("modules", "backend", "expected"),
    [
        (
            "com-mune",
            "gestion",
            '"com-mune" cannot stand here; a module\'s name has letters, digits and underscores',
        ),
        ("commune", "vitrine", "aliases need a route of a symfony1 backend in the same lot"),
        ("c, c", "gestion", '"c" is a module of a already; a module has one lot'),
    ],
)
def test_modules_are_names_of_a_symfony1_application(
    modules: str, backend: str, expected: str
) -> None:
    lot = a_lot_text("a", "/a", backend=backend, extra=f"symfony_modules: [{modules}]")

    assert the_mistake(lot).partition(": ")[2] == expected
