"""The routes that one lot's entry states."""

from proxy.routing_file.reader import parse_table
from tests.fakes.routing_texts import BACKENDS, a_lot_text, mistakes_in


def test_a_lot_has_written_routes_then_old_addresses_then_aliases() -> None:
    text = a_lot_text(
        "housing", "GET /logements", "/backend.php/housing",
        extra="symfony_modules: [logement]\nredirects:\n  gestion:\n    /vieux: /logements",
    )  # fmt: skip
    (lot,) = parse_table((BACKENDS + text).encode()).lots

    found = [(r.application, r.pattern, r.to, r.is_alias) for r in lot.routes]
    assert found == [
        ("frontend", "/logements", "", False),
        ("backend", "/housing", "", False),
        ("frontend", "/vieux", "/logements", False),
        ("frontend", "/logement", "", True),
        ("frontend", "/logement/:action/*rest", "", True),
        ("backend", "/logement", "", True),
        ("backend", "/logement/:action/*rest", "", True),
    ]


def test_an_unknown_backend_is_told_once_for_routes_and_once_for_redirects() -> None:
    text = a_lot_text(
        "a", "/a", "/b", backend="gestoin", extra="redirects:\n  nobody:\n    /c: /a\n    /d: /a"
    )

    assert [line.partition(" ")[2].partition(":")[0] for line in mistakes_in(text)] == [
        "lots.a.redirects.nobody",
        "lots.a.routes.gestoin",
    ]
