"""Projects of every kind read into one inventory."""

import json
from pathlib import Path

import pytest
from sqlalchemy import create_engine, insert, update

from legacy_bridge.apostrophe.pages import A_PAGE, A_REDIRECT
from proxy.errors import ProjectUnreadable
from proxy.inventory.coverage import Standing, standing_of
from proxy.inventory.difference import difference
from proxy.inventory.document import Kept
from proxy.inventory.entries import EntryKind
from proxy.inventory.proposal import proposal
from proxy.routing_file.reader import parse_table, read_table
from proxy.wiring.survey import ProjectSource, Reading, read_projects
from tests.fakes.symfony1_project import write_project

ROOT = Path(__file__).resolve().parents[3]
DEMO = (
    ProjectSource("gestion", ROOT / "demo" / "gestion"),
    ProjectSource("vitrine", ROOT / "demo" / "vitrine"),
)


@pytest.fixture(scope="module")
def demo() -> Reading:
    return read_projects(DEMO, read_table(ROOT / "routing.yaml"))


def test_the_demo_is_read_whole(demo: Reading) -> None:
    found = {(entry.backend, entry.application) for entry in demo.survey.entries}

    assert found >= {("gestion", "frontend"), ("gestion", "backend"), ("vitrine", "app")}
    assert demo.survey.read == (("gestion", "symfony1"), ("vitrine", "symfony4"))
    # The demo's own engine enables its plugin in PHP of its own: all else is understood.
    assert len(demo.survey.remarks) == 1


def test_every_example_of_the_demo_comes_back_to_its_entry(demo: Reading) -> None:
    astray = []
    for number, entry in enumerate(demo.ledger.entries):
        prefix = "/backend.php" if entry.application == "backend" else ""
        found = {
            (path, method): demo.ledger.locate(entry.backend, method, f"{prefix}{path}".encode())
            for path in entry.examples
            for method in sorted(entry.methods or {"GET", "POST"})
        }
        coming = {key for key, place in found.items() if place.entry == number}
        paths, methods = {path for path, _ in coming}, {method for _, method in coming}
        if paths != set(entry.examples) or methods != set(entry.methods or {"GET", "POST"}):
            astray.append((entry.pattern, sorted(set(found) - coming)))

    assert astray == []


def test_the_demos_lots_claim_what_they_move(demo: Reading) -> None:
    split = [e.pattern for e in demo.survey.entries if standing_of(e) is Standing.TWICE]
    communes = [e for e in demo.survey.entries if e.module == "commune"]

    assert split == []
    assert {entry.lot for entry in communes} == {"reference_lists"}
    assert {entry.credentials for entry in communes} == {"referentiels"}
    assert all(":" in entry.source for entry in demo.survey.entries)


def test_a_proposal_of_the_demo_is_accepted_and_claims_what_it_says(demo: Reading) -> None:
    table = parse_table(proposal(demo.survey, demo.backends).encode())

    again = read_projects(DEMO, table)
    unclaimed = [
        entry.pattern
        for entry in again.survey.entries
        if entry.module and entry.application == "frontend" and not any(entry.lots)
    ]

    assert len(table.lots) > 10
    assert unclaimed == []


def test_a_project_without_a_table_has_a_backend_of_its_own(tmp_path: Path) -> None:
    reading = read_projects([ProjectSource("mon_site", write_project(tmp_path))], None)

    backend = reading.backends["mon_site"]

    assert dict(backend.controllers) == {"index.php": "frontend", "backend.php": "backend"}
    assert backend.hosts == ("mon-site.localhost",)
    assert {entry.kind for entry in reading.survey.entries} >= {
        EntryKind.ROUTE, EntryKind.COLLECTION, EntryKind.ALIAS, EntryKind.STATIC, EntryKind.SCRIPT,
        EntryKind.REDIRECT,
    }  # fmt: skip


def test_modules_tell_what_they_share_and_use(tmp_path: Path) -> None:
    survey = read_projects([ProjectSource("s", write_project(tmp_path))], None).survey

    (sharing,) = survey.sharings
    commune = next(fact for fact in survey.modules if fact.module == "commune")
    accueil = next(fact for fact in survey.modules if fact.module == "accueil")

    assert (sharing.modules, sharing.why) == (
        ("accueil", "commune"), "they share the session attribute recherche",
    )  # fmt: skip
    assert (commune.tables, commune.written) == ({"commune", "quartier"}, {"commune"})
    assert accueil.links == {"commune"}


def test_routes_that_only_symfony_lists_are_read(tmp_path: Path) -> None:
    listing = tmp_path / "routes.txt"
    listing.write_text("Name Method Pattern\ncachee ANY /cachee/:x\nhomepage ANY /\n")
    source = ProjectSource("s", write_project(tmp_path / "p"), {"frontend": listing})

    patterns = {entry.name: entry.pattern for entry in read_projects([source], None).survey.entries}

    assert patterns["cachee"] == "/cachee/:x"


def test_symfonys_own_list_settles_what_could_not_be_read(tmp_path: Path) -> None:
    listing = tmp_path / "routes.txt"
    listing.write_text("Name Method Pattern\nhomepage ANY /\n")
    yml = "homepage: { url: /, param: { module: accueil, action: index } }\nx: { url: /x, class: absentRoute }\n"
    folder = write_project(
        tmp_path / "p",
        apps__frontend__config__routing_dot_yml=yml,
        plugins__agendaPlugin__lib__agendaRouting_dot_class_dot_php=None,
        web___dot_htaccess=None,
    )

    alone = read_projects([ProjectSource("s", folder)], None).survey
    listed = read_projects([ProjectSource("s", folder, {"frontend": listing})], None).survey

    assert [each.source for each in alone.left_out] == ["s: apps/frontend/config/routing.yml:2"]
    assert listed.left_out == ()
    assert len(listed.remarks) == len(alone.remarks)


def test_files_of_symfony_4_that_are_not_read_are_left_out(tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "routes.yaml").write_text("a: { path: /a }\nb: { nothing: 1 }\n")
    (tmp_path / "config" / "routes.xml").write_text("<routes/>\n")

    survey = read_projects([ProjectSource("v", tmp_path)], None).survey

    assert [each.source for each in survey.left_out] == [
        "v: config/routes.xml:1", "v: config/routes.yaml:2",
    ]  # fmt: skip


def test_the_output_of_debug_router_stands_for_files(tmp_path: Path) -> None:
    output = tmp_path / "router.json"
    output.write_text(json.dumps({"a": {"path": "/a", "method": "GET"}}))
    (tmp_path / "empty").mkdir()

    reading = read_projects([ProjectSource("s", tmp_path / "empty", {"app": output})], None)

    assert [(e.pattern, e.methods) for e in reading.survey.entries] == [("/a", {"GET", "HEAD"})]


def pages_database(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path}/pages.sqlite"
    engine = create_engine(url)
    A_PAGE.create(engine)
    A_REDIRECT.create(engine)
    with engine.begin() as connection:
        connection.execute(insert(A_PAGE).values(id=7, slug="/agenda-public", engine="agenda"))
    engine.dispose()
    return url


def test_moving_an_engine_page_changes_the_report(tmp_path: Path) -> None:
    url = pages_database(tmp_path)
    yml = "mois: { url: /:mois, class: aRoute, param: { module: agenda, action: liste } }\n"
    folder = write_project(tmp_path / "p", plugins__agendaPlugin__config__routing_dot_yml=yml)
    source = ProjectSource("s", folder, pages_database=url)
    before = read_projects([source], None).survey.entries
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(update(A_PAGE).values(slug="/sorties"))
    engine.dispose()

    after = read_projects([source], None).survey.entries

    moved = difference(Kept("1", before, (), {}), Kept("2", after, (), {})).moved
    assert {(move.before, move.after) for move in moved} == {
        ("/agenda-public", "/sorties"), ("/agenda-public/:mois", "/sorties/:mois"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("make", "why"),
    [
        pytest.param(lambda _: None, "no such folder", id="nothing"),
        pytest.param(lambda path: path.mkdir(), "neither symfony 1", id="an empty folder"),
        pytest.param(lambda path: (path / "apps").mkdir(parents=True), "no application", id="no application"),
    ],
)  # fmt: skip
def test_what_is_no_project_is_refused(tmp_path: Path, make: object, why: str) -> None:
    make(tmp_path / "p")  # type: ignore[operator]

    with pytest.raises(ProjectUnreadable, match=why):
        read_projects([ProjectSource("s", tmp_path / "p")], None)


def test_a_listing_that_is_not_there_is_refused(tmp_path: Path) -> None:
    source = ProjectSource("s", write_project(tmp_path), {"frontend": tmp_path / "none.txt"})

    with pytest.raises(ProjectUnreadable, match=r"none\.txt"):
        read_projects([source], None)
