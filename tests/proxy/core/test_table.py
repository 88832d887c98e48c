"""Backends, lots and routes compiled into one table."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proxy.core.stages import parse_stage
from proxy.core.table import (
    Backend,
    BackendKind,
    Place,
    RoutingTable,
    expand_method,
    spelled_controller,
    spelled_route,
)
from tests.fakes.routes import GESTION, VITRINE, a_lot, a_route, a_table

TABLE = a_table(
    a_lot("communes", "GET /communes.:sf_format", "/communes/:id<int>", modules=("commune",)),
    a_lot("users", "/users", application="backend", modules=("sfGuardUser",)),
    a_lot("cms", "GET /*slug"),
    a_lot("agenda", "/agenda", backend=VITRINE),
)


def owner(
    path: str, method: str = "GET", backend: Backend = GESTION, application: str = "frontend"
) -> str | None:
    route = TABLE.match(backend, application, method, path)
    return route.lot if route else None


@pytest.mark.parametrize(
    ("path", "lot"),
    [
        ("/communes", "communes"),
        ("/communes.csv", "communes"),
        ("/communes/3", "communes"),
        ("/communes/x", "cms"),
        ("/commune", "communes"),
        ("/commune/edit/id/3", "communes"),
        ("/com-mune", "communes"),
        ("/com mune/edit", "communes"),
        ("/%63ommune/edit", "communes"),
        ("/commune;/edit", "communes"),
        ("/communeé", "communes"),
        ("/commune٣/edit", "communes"),
        ("/comm%2Eune", "communes"),
        ("/co\udcffmmune", "communes"),
        ("/com.mune", "cms"),
        ("/commune.csv", "cms"),
        ("/-/", "cms"),
        ("/sfGuardUser", "cms"),
        ("/agenda", "cms"),
        ("/", "cms"),
    ],
)
def test_an_address_has_one_owner(path: str, lot: str) -> None:
    assert owner(path) == lot


def test_an_application_without_aliases_reads_modules_strictly() -> None:
    assert owner("/ag-enda", backend=VITRINE, application="app") is None
    assert owner("/agenda", backend=VITRINE, application="app") == "agenda"


@pytest.mark.parametrize(
    ("method", "target", "lot"),
    [
        ("OPTIONS", "/communes", "communes"),
        ("PURGEIT", "/communes", "communes"),
        ("POST", "/communes", None),
        ("PATCH", "/communes", None),
    ],
)
def test_a_method_symfony_1_does_not_know_is_a_get(
    method: str, target: str, lot: str | None
) -> None:
    assert owner(target, method) == lot


def test_a_route_may_name_a_method_symfony_1_does_not_know() -> None:
    table = a_table(a_lot("a", "GET /x"), a_lot("b", "OPTIONS /x"))
    found = table.match(GESTION, "frontend", "OPTIONS", "/x")

    assert found is not None
    assert found.lot == "b"


def test_symfony_4_refuses_what_it_does_not_know() -> None:
    table = a_table(a_lot("a", "GET /x", backend=VITRINE))

    assert table.match(VITRINE, "app", "OPTIONS", "/x") is None


def test_a_loose_module_is_asked_for_the_method_too() -> None:
    table = a_table(a_lot("a", "/x", modules=("commune",)))

    assert table.match(GESTION, "frontend", "GET", "/com-mune/") is None
    assert table.match(GESTION, "frontend", "PURGE", "/com-mune") is not None


def test_applications_do_not_mix() -> None:
    assert owner("/sfGuardUser/list", application="backend") == "users"
    assert owner("/communes", application="backend") is None
    assert owner("/communes", application="nobody") is None


def test_lots_and_backends_are_found_by_name_and_host() -> None:
    lot = TABLE.lot("users")

    assert lot is not None
    assert lot.name == "users"
    assert TABLE.lot("user") is None
    assert TABLE.backend_for("gestion.localhost") is GESTION
    assert TABLE.backend_for("localhost") is None


def test_what_the_file_spells_stays_before_what_a_module_implies() -> None:
    for lots in (("a", "b"), ("b", "a")):
        both = {"a": a_lot("a", "/commune"), "b": a_lot("b", "/x", modules=("commune",))}
        found = a_table(*(both[name] for name in lots)).match(
            GESTION, "frontend", "GET", "/commune"
        )

        assert found is not None
        assert found.lot == "a"


@pytest.mark.parametrize("line", ["/x", "GET /x"])
def test_of_two_lots_at_one_leaf_the_first_place_stays(line: str) -> None:
    """A file with this is refused; a table built by hand still depends on no order."""
    first, second = a_lot("a", line), a_lot("b", "/other", line)

    for lots in ((first, second), (second, first)):
        found = a_table(*lots).match(GESTION, "frontend", "GET", "/x")
        assert found is not None
        assert found.lot == "a"


def test_methods_come_in_classes() -> None:
    assert expand_method(None) is None
    assert expand_method("HEAD") == {"GET", "HEAD"}
    assert expand_method("PUT") == expand_method("POST") == {"POST", "PUT", "PATCH", "DELETE"}
    assert expand_method("OPTIONS") == {"OPTIONS"}


@pytest.mark.parametrize(
    ("line", "spelled"),
    [("/a", "/a"), ("HEAD /a", "GET /a"), ("PUT /a", "POST /a"), ("OPTIONS /a", "OPTIONS /a")],
)
def test_a_route_is_spelled_with_its_class(line: str, spelled: str) -> None:
    assert spelled_route(a_route(line)) == spelled


def test_only_other_applications_than_the_default_have_a_controller() -> None:
    bare = Backend("bare", BackendKind.SYMFONY4, "http://127.0.0.1:1", ("a",))

    assert spelled_controller(GESTION, "frontend") == ""
    assert spelled_controller(GESTION, "backend") == "backend.php"
    assert spelled_controller(bare, bare.default_application) == ""


def test_places_print_as_editors_read_them() -> None:
    assert str(Place("routing.yaml", 47, 9)) == "routing.yaml:47:9"


LINES = [
    "/a", "GET /a/:x", "/a/:n<int>", "POST /a/b", "/:y/c", "/a/*rest", "/a.:sf_format", "/*rest",
]  # fmt: skip
PATHS = ["/a", "/a/b", "/a/1", "/a/x", "/a/c", "/z/c", "/a.csv", "/a/b/c", "/", "/q"]


@given(st.randoms(use_true_random=False), st.sampled_from(PATHS), st.sampled_from(["GET", "POST"]))
def test_the_order_of_lines_never_matters(chance: random.Random, path: str, method: str) -> None:
    def pattern(table: RoutingTable) -> str | None:
        route = table.match(GESTION, "frontend", method, path)
        return route.pattern if route else None

    lines = LINES[:]
    chance.shuffle(lines)
    cut = chance.randrange(len(lines))
    shuffled = a_table(a_lot("one", *lines[:cut]), a_lot("two", *lines[cut:]))

    ranked = {"/a.:sf_format": "/a"}
    found, expected = pattern(shuffled), pattern(a_table(a_lot("all", *LINES)))
    assert ranked.get(found or "", found) == ranked.get(expected or "", expected)


def test_a_restaged_table_differs_in_one_lot() -> None:
    after = TABLE.restaged("users", parse_stage("canary 10%"))
    request = (GESTION, "backend", "GET", "/users")

    assert [str(lot.stage) for lot in after.lots if lot.name == "users"] == ["canary 10%"]
    assert [lot for lot in after.lots if lot.name != "users"] == [
        lot for lot in TABLE.lots if lot.name != "users"
    ]
    assert after.match(*request) == TABLE.match(*request)
    assert after.match(*request) is not None
