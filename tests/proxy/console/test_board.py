"""The page of the project lead, and its other forms."""

import csv
import io
import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import delete

from proxy.console.board_files import csv_of, pdf_of, sheets_of
from proxy.console.progress import Standing
from proxy.console.roles import Role
from proxy.console.state_of_play import StateOfPlay, from_json, to_json
from proxy.console.survey import survey
from proxy.core.stages import parse_stage
from proxy.core.table import spelled_route
from proxy.errors import GateClosed, PdfUnavailable
from proxy.evidence.counting import Labels
from proxy.evidence.folding import route_id
from proxy.evidence.tables import ROUTE_DAYS, ROUTES
from proxy.flips.evidence import Evidence
from proxy.flips.flip import Order, flip
from proxy.flips.kill import throw
from proxy.state_database import put
from tests.fakes.console import NOW, House
from tests.fakes.lived_in import count_a_few, demo_house, lived_house


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    found = lived_house(tmp_path_factory.mktemp("console"), contradiction=True)
    yield found
    found.close()


def play_of(house: House) -> StateOfPlay:
    return survey(house.sources, NOW.date().replace(day=1))


def standing_of(play: StateOfPlay, lot: str) -> Standing:
    return next(line.standing for line in play.lots if line.name == lot)


def test_a_lot_said_to_be_migrated_that_php_still_serves_is_red_with_its_address(
    lived: House,
) -> None:
    page = lived.browser("lead").get("/-/").text
    play = play_of(lived)

    assert standing_of(play, "events") is Standing.CONTRADICTED
    assert standing_of(play, "reference_lists") is Standing.MIGRATED
    assert page.count('<tr class="danger">') == 1
    assert "GET /evenements/7/emargement.pdf" in page
    assert any("Évènements" in fire.what and not fire.is_small for fire in play.fires)


def test_three_shares_and_an_honest_denominator(lived: House) -> None:
    totals = play_of(lived).totals

    assert (totals.lots, totals.lots_begun) == (14, 5)
    assert totals.routes_share != totals.traffic_share != totals.users_share
    assert totals.requests is not None
    assert totals.requests > sum(line.requests or 0 for line in play_of(lived).lots)


def test_what_changed_since_a_day_says_who_and_why(lived: House) -> None:
    browser = lived.browser("lead")
    lately, long_ago = (
        browser.get(f"/-/?depuis={day}").text for day in ("2026-11-20", "2026-09-01")
    )

    assert "observation concluante" in lately
    assert "erreurs à l’export PDF" not in lately
    assert "de plus au journal" in long_ago
    assert "owner" not in long_ago


def test_what_was_only_asked_or_refused_takes_no_paper(tmp_path: Path) -> None:
    house = moved_house(tmp_path, "shadow")
    house.add("lead", Role.LEAD)
    text = house.file.read_text().replace("gates: advisory", "gates: enforced")
    house.file.write_text(text.replace("title: Demandes", f"title: {'Demandes ' * 9}"))
    known = Evidence(NOW.timestamp(), fault="nobody counts " * 60)
    for stage in ("canary 5%", "canary 10%", "canary 25%", "python") * 2:
        order = Order("events", parse_stage(stage), "trial", code=house.code, evidence=known)
        with pytest.raises(GateClosed):
            flip(house.sources.desk("lea"), order)
    forced = Order("events", parse_stage("canary 5%"), "why " * 200, override="known " * 100,
                   code=house.code, evidence=known)  # fmt: skip
    flip(house.sources.desk("lea"), forced)
    play, page = play_of(house), house.browser("lead").get("/-/").text
    house.close()

    moves = [each.move.replace("\u202f", " ") for each in play.changes if each.lot == "Évènements"]
    assert moves == ["PHP → Observation", "Observation → Progressif 5 %"][::-1]
    assert max(len(each.why) for each in play.changes) <= 160
    assert sheets_of(page) == [(794, 1123)]


def test_scope_that_was_added_stands_apart_from_what_was_done(lived: House) -> None:
    play = survey(lived.sources, NOW.date().replace(month=9))
    scopes = [height.scope for height in play.heights]

    assert [(each.lot, each.change) for each in play.scope_changes] == [
        ("Comptes et connexion", 35)
    ]
    assert scopes == sorted(scopes)
    assert scopes[-1] - scopes[0] == 35
    assert play.forecast.first is not None
    assert play.forecast.sprints == 5


def test_a_closed_gate_and_a_missing_acceptance_wait_for_somebody(lived: House) -> None:
    told = {decision.lot: decision.what for decision in play_of(lived).decisions}

    assert "recette à prononcer" in told["Pages du territoire"]
    assert "à lever avant" in told["Agenda public et inscription"]
    assert "en retard" in told[""]


def test_a_site_that_has_not_begun_says_so_and_how_to_begin(tmp_path: Path) -> None:
    house = demo_house(tmp_path)
    house.add("viewer", Role.VIEWER)
    play, page = play_of(house), house.browser("viewer").get("/-/").text
    house.close()

    assert {line.standing for line in play.lots} == {Standing.NOT_BEGUN}
    assert play.totals.routes_share is play.totals.traffic_share is None
    assert "100" not in page.partition("<table>")[0].partition("<h1>")[2].replace("1000", "")
    assert "figuier flip" in page
    assert "Pas de prévision." in page


def moved_house(folder: Path, *stages: str) -> House:
    """A house in which events was moved so, with seven answers of Python."""
    house = demo_house(folder)
    house.code = frozenset({("gestion", "events"), ("vitrine", "events")})
    for stage in stages:
        house.clock.pass_by(60)
        flip(
            house.sources.desk("lea"), Order("events", parse_stage(stage), "trial", code=house.code)
        )
    house.clock.pass_by(24 * 3600)
    house.sources.running.refresh()
    count_a_few(house, "events", "python", 7)
    return house


def test_a_lot_on_python_is_not_migrated_before_its_routes_and_traffic_prove_it(
    tmp_path: Path,
) -> None:
    house = moved_house(tmp_path, "shadow", "python")
    play = play_of(house)
    house.close()
    line = next(line for line in play.lots if line.name == "events")

    assert (line.standing, line.label) == (Standing.UNPROVEN, "Sur Python, preuves à réunir")
    assert "7 requêtes servies par Python" in line.why
    assert "pas encore servies par Python" in line.why
    assert (play.totals.lots_done, play.totals.lots_begun) == (0, 1)


def test_a_retired_lot_that_nobody_asks_any_more_counts_as_progress(tmp_path: Path) -> None:
    house = moved_house(tmp_path, "python", "retired")
    asked = play_of(house)
    with house.sources.state.write() as connection:
        put(connection, ROUTES, [answered_once(house, "events")], add=("python",))
    house.clock.pass_by(30 * 24 * 3600)
    quiet = play_of(house)
    house.close()

    for play in (asked, quiet):
        line = next(line for line in play.lots if line.name == "events")
        assert (line.label, play.totals.lots_done) == ("Retiré", 1)
    assert quiet.totals.requests == 0


def test_a_rare_route_stays_proven_when_its_days_are_forgotten(tmp_path: Path) -> None:
    house = lived_house(tmp_path)
    with house.sources.state.write() as connection:
        for lot in ("reference_lists", "territory_pages"):
            row = answered_once(house, lot)
            put(connection, ROUTES, [row], replace=("python",))
            days = delete(ROUTE_DAYS).where(ROUTE_DAYS.c.route_id == row["route_id"])
            assert connection.execute(days).rowcount
    play = play_of(house)
    house.close()

    assert standing_of(play, "reference_lists") is Standing.MIGRATED, "came 56 days ago"
    assert standing_of(play, "territory_pages") is Standing.UNPROVEN, "came 42 days ago"


def answered_once(house: House, name: str) -> dict[str, object]:
    """The row of a route of the lot that Python answered once."""
    lot = house.sources.running.table.lot(name)
    assert lot is not None
    route, at = spelled_route(lot.routes[0]), int(house.clock.at.timestamp())
    backend, application = lot.routes[0].backend, lot.routes[0].application
    labels = Labels(backend, application, name, route, "", "", "")
    counts = {"requests": 1, "python": 1, "errors": 0, "first_seen": at, "last_seen": at}
    place = {"backend": backend, "application": application, "lot": name, "route": route}
    return {"route_id": route_id(labels), **place, **counts}


def test_a_lot_that_came_back_is_not_one_that_never_began(tmp_path: Path) -> None:
    house = moved_house(tmp_path, "shadow", "python", "legacy")
    house.add("viewer", Role.VIEWER)
    play, page = play_of(house), house.browser("viewer").get("/-/").text
    house.close()
    line = next(line for line in play.lots if line.name == "events")

    assert (line.standing, line.requests, line.share) == (Standing.ROLLED_BACK, 7, 1.0)
    assert (play.totals.lots_begun, play.totals.traffic_share) == (1, 1.0)
    assert "Revenu à PHP" in page


def test_a_lot_tried_again_and_again_takes_no_more_paper(tmp_path: Path) -> None:
    house = moved_house(tmp_path, *("python", "legacy") * 10)
    house.add("developer", Role.DEVELOPER)
    page = house.browser("developer").get("/-/lots/events").text
    house.close()

    assert page.count("non remplie") == 10
    assert len(sheets_of(page)) <= 3


def test_the_kill_switch_is_the_first_fire(tmp_path: Path) -> None:
    house = demo_house(tmp_path)
    throw(house.sources.desk("nadia"), "trial", is_on=True)
    play = play_of(house)
    house.close()

    assert play.is_killed
    assert "arrêt d’urgence" in play.fires[0].what


def test_without_the_state_database_no_figure_is_invented(tmp_path: Path) -> None:
    house = lived_house(tmp_path)
    house.lose_database()
    play = play_of(house)
    house.close()

    assert play.fault
    assert (play.as_of, play.rates, play.totals.requests, play.totals.users) == (
        None,
        (),
        None,
        None,
    )
    assert {line.requests for line in play.lots} == {None}
    assert Standing.MIGRATED not in {line.standing for line in play.lots}
    assert any("base d’état" in fire.what for fire in play.fires)


def test_a_copy_is_kept_as_it_was_in_all_its_forms(lived: House) -> None:
    browser = lived.browser("lead")
    shown = browser.post("/-/copies", note="comité\tde novembre").location
    before = {kind: browser.get(shown.replace("html", kind)).data for kind in ("json", "csv")}
    lived.clock.pass_by(600)
    after = {kind: browser.get(shown.replace("html", kind)).data for kind in ("json", "csv")}
    page = browser.get(shown).text

    assert before == after
    assert "copie du 23 novembre 2026" in page
    assert "comité de novembre – lead" in page
    assert shown in browser.get("/-/copies").text
    assert from_json(after["json"]).note == "comité de novembre – lead"


@pytest.mark.parametrize(
    "name", ["20260101T000000Z.html", "x.html", "20261123T143000Z.exe", "..%2f..%2fstate.html"]
)
def test_what_is_no_copy_is_not_found(lived: House, name: str) -> None:
    assert lived.browser("lead").get(f"/-/copies/{name}").status_code == 404


def test_json_makes_the_same_page_again(lived: House) -> None:
    play = play_of(lived)
    data = lived.browser("lead").get("/-/synthese.json").data

    assert from_json(to_json(play)) == play
    assert json.loads(data)["totals"]["lots"] == 14


def test_csv_opens_in_a_spreadsheet_and_runs_nothing(lived: House) -> None:
    play = play_of(lived)
    evil = replace(play.lots[0], title='=HYPERLINK("http://evil")', owner="+1", still_legacy="@a")
    text = csv_of(replace(play, lots=(evil, *play.lots[1:]))).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))

    assert len(rows) == 15
    assert rows[1][1] == '\'=HYPERLINK("http://evil")'
    assert (rows[1][10], rows[1][12]) == ("'+1", "'@a")


def test_the_pdf_is_one_sheet_of_a4(lived: House) -> None:
    browser = lived.browser("lead")
    html = browser.get("/-/?depuis=2026-09-01").text
    sheets = sheets_of(html)

    assert sheets == [(794, 1123)]
    assert browser.get("/-/synthese.pdf").data.startswith(b"%PDF-")


def test_a_site_without_what_makes_pdf_is_told_what_to_do(
    lived: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)

    with pytest.raises(PdfUnavailable, match="figuier"):
        pdf_of("<p>")
    page = lived.browser("lead").get("/-/synthese.pdf")
    assert page.status_code == 501
    assert "Ctrl+P" in page.text
