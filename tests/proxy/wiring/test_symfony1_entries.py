"""A symfony 1 project as entries."""

from pathlib import Path

import pytest

from legacy_bridge.symfony1.project.whole import read_whole
from proxy.core.table import Backend, BackendKind
from proxy.inventory.entries import Entry, EntryKind, Unknown
from proxy.wiring.symfony1_entries import Symfony1Surface
from tests.fakes.symfony1_project import write_project


def surface(tmp_path: Path, **controllers: str) -> Symfony1Surface:
    said = controllers or {"index.php": "frontend", "backend.php": "backend"}
    backend = Backend("gestion", BackendKind.SYMFONY1, "http://x", ("x",), said)
    return Symfony1Surface(backend, read_whole(write_project(tmp_path)))


def named(found: Symfony1Surface, name: str) -> Entry:
    return next(entry for entry in found.entries if entry.name == name)


def test_a_reach_is_an_entry_with_its_claims(tmp_path: Path) -> None:
    fiche = named(surface(tmp_path), "fiche")

    assert (fiche.application, fiche.pattern, fiche.kind, fiche.credentials) == (
        "frontend", "/fiche/:id/:slug", EntryKind.ROUTE, "referentiels",
    )  # fmt: skip
    assert fiche.claims == ("GET /fiche/:id<int>/:slug",)
    assert fiche.source == "apps/frontend/config/routing.yml:6"


def test_another_application_is_claimed_below_its_controller(tmp_path: Path) -> None:
    found = surface(tmp_path)
    home = next(e for e in found.entries if e.application == "backend" and e.name == "homepage")

    assert home.claims == ("/backend.php/",)


def test_an_application_without_controller_claims_nothing(tmp_path: Path) -> None:
    found = surface(tmp_path, **{"index.php": "frontend"})

    assert {e.claims for e in found.entries if e.application == "backend"} == {()}


def test_default_routes_are_spelled_out_where_nothing_else_names_a_module(tmp_path: Path) -> None:
    found = surface(tmp_path).entries

    aliases = {e.module: e.claims for e in found if e.name == "default_index"}

    assert aliases["default"] == ("/default",)
    assert aliases["commune"] == ()


def test_two_applications_with_one_plugin_stay_two(tmp_path: Path) -> None:
    settings = "all: { .settings: { enabled_modules: [agenda] } }\n"
    whole = read_whole(write_project(tmp_path, apps__backend__config__settings_dot_yml=settings))
    controllers = {"index.php": "frontend", "backend.php": "backend"}
    found = Symfony1Surface(Backend("g", BackendKind.SYMFONY1, "http://x", ("x",), controllers), whole)  # fmt: skip

    places = [
        found.locate(application, "GET", "/agenda.ics") for application in ("frontend", "backend")
    ]

    assert [found.entries[place].application for place in places if isinstance(place, int)] == [
        "frontend", "backend",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("path", "kind"),
    [("/css/main.css", EntryKind.STATIC), ("/ancienne", EntryKind.REDIRECT), ("/communes", EntryKind.COLLECTION)],
)  # fmt: skip
def test_a_request_has_the_number_of_its_entry(tmp_path: Path, path: str, kind: EntryKind) -> None:
    found = surface(tmp_path)

    number = found.locate("frontend", "GET", path)

    assert isinstance(number, int)
    assert found.entries[number].kind is kind
    assert found.locate("frontend", "GET", "/a.b/c") == Unknown("no route takes it")


def test_numbers_matter_where_a_redirect_may_look_at_them(tmp_path: Path) -> None:
    found = surface(tmp_path / "a")
    plain = Symfony1Surface(found.backend, read_whole(write_project(tmp_path / "b", web___dot_htaccess="")))  # fmt: skip

    # The project has patterns of redirects; without them the segment alone decides.
    assert not found.numbers_are_alike("communes")
    assert plain.numbers_are_alike("communes")
    assert not plain.numbers_are_alike("archives")
    assert not plain.numbers_are_alike("css")
    assert not plain.numbers_are_alike("12")
    assert not plain.numbers_are_alike("backend.php")
