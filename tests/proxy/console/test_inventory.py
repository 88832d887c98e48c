"""`/-/inventaire`."""

from pathlib import Path

from proxy.console.roles import Role
from proxy.inventory.clusters import clusters
from proxy.inventory.coverage import coverage
from proxy.inventory.document import fields_of
from proxy.inventory.entries import Entry, EntryKind, Remark
from proxy.inventory.keeping import keep
from proxy.inventory.traffic import Counts, Traffic
from tests.fakes.console import House
from tests.fakes.inventories import entry, survey


def kept(state_dir: Path, day: int, *entries: Entry) -> None:
    found = survey(*entries, remarks=(Remark("x.yml:1", "odd"),))
    traffic = Traffic(lines=3, first="2026-11-01", last="2026-11-23", logs=["a.log"])
    traffic.backends = {"gestion"}
    traffic.entries = {0: Counts(2, lots={"agenda": 2})}
    traffic.unknown = {("gestion", "/wp", "no route takes it"): Counts(1, lots={None: 1}, example="GET /wp")}  # fmt: skip
    made_at = f"2026-11-{day:02d}T10:00:00+00:00"
    report = coverage(found, traffic)
    keep(
        state_dir, made_at, fields_of(made_at, found, report, clusters(found.entries, ()), traffic)
    )


def test_nothing_kept_says_what_to_do(house: House) -> None:
    page = house.browser(Role.VIEWER.value).get("/-/inventaire")

    assert page.status_code == 200
    assert "figuier inventory --keep" in page.text


def test_the_last_inventory_is_shown_with_what_changed(house: House) -> None:
    state_dir = house.settings.state_dir
    kept(state_dir, 1, entry("/a", kind=EntryKind.PAGE, name="page 3", lots=("agenda",)))
    kept(
        state_dir,
        23,
        entry("/b", kind=EntryKind.PAGE, name="page 3"),
        entry("/<script>", action="new", methods=frozenset({"GET"}), lots=("a", "b")),
    )

    text = house.browser(Role.VIEWER.value).get("/-/inventaire").text

    assert "66,7 %" in text
    assert "<code>/a</code> → <code>/b</code> <strong>change de lot : agenda → legacy" in text
    assert "/&lt;script&gt;" in text
    assert "Surface inconnue" in text
    assert "Réclamées deux fois (1)" in text
    assert "x.yml:1" in text


def test_what_a_form_may_have_meant_and_what_was_not_read_stand_apart(house: House) -> None:
    put = entry("/a/:id", action="update", methods=frozenset({"PUT"}))
    delete = entry("/a/:id", action="delete", methods=frozenset({"DELETE"}))
    dead = entry("/dead", action="dead", methods=frozenset({"GET"}))
    found = survey(put, delete, dead, remarks=(Remark("r.yml:3", "tab", is_left_out=True), Remark("x.yml:1", "odd")))  # fmt: skip
    traffic = Traffic(lines=1, first="2026-11-01", last="2026-11-23", logs=["a.log"])
    traffic.backends = {"gestion"}
    traffic.entries = {0: Counts(1, posted=1)}
    made_at = "2026-11-23T10:00:00+00:00"
    said = fields_of(made_at, found, coverage(found, traffic), clusters(found.entries, ()), traffic)
    keep(house.settings.state_dir, made_at, said)

    text = house.browser(Role.VIEWER.value).get("/-/inventaire").text
    never, _, rest = text.partition("Jamais demandées (1)")[2].partition("Indécidables (1)")

    assert ("/dead" in never, "DELETE" in never, "DELETE <code>/a/:id</code>" in rest) == (True, False, True)  # fmt: skip
    assert "r.yml:3" in rest.partition("Non lues, donc absentes ci-dessus (1)")[2].partition("Sous réserve (1)")[0]  # fmt: skip


def test_a_file_that_cannot_be_read_is_said(house: House) -> None:
    folder = house.settings.state_dir / "inventory"
    folder.mkdir(parents=True)
    (folder / "20261123T100000Z.json").write_text("{")

    page = house.browser(Role.VIEWER.value).get("/-/inventaire")

    assert (page.status_code, "ne se lit pas" in page.text) == (200, True)


def test_the_page_wants_a_sign_in(house: House) -> None:
    assert house.browser().get("/-/inventaire").status_code in {302, 303}
