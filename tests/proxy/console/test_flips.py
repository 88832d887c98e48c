"""Planning, flipping, agreeing and going back, by forms."""

import re

import pytest

from proxy.console.roles import Role
from proxy.flips.journal import read_journal
from proxy.flips.records import records
from tests.fakes.console import Browser, House
from tests.fakes.routing_files import routing_text

LOT = "/-/lots/lists"


def plan_of(browser: Browser, stage: str, lot: str = "lists") -> str:
    page = browser.get(f"/-/lots/{lot}/plan?etape={stage}").text
    found = re.search(r'name="plan" value="([0-9a-f]{64})"', page)
    assert found, page
    return found[1]


def text_of(house: House) -> str:
    return house.file.read_text(encoding="utf-8")


def enforce(house: House, more: str = "") -> None:
    house.file.write_text(routing_text(gates=f"enforced{more}"), encoding="utf-8")
    house.sources.running.refresh()


def test_a_flip_is_planned_then_made_under_the_name_of_who_made_it(house: House) -> None:
    browser = house.browser("developer")
    page = browser.get(f"{LOT}/plan?etape=shadow").text
    before = text_of(house)
    plan = plan_of(browser, "shadow")
    assert text_of(house) == before
    done = browser.post(f"{LOT}/bascule", etape="shadow", plan=plan, pourquoi="sprint 1")
    record = records(read_journal(house.settings.state_dir).entries)[-1]

    assert "+    stage: shadow   # first of all" in page
    assert done.location == LOT
    assert text_of(house) == routing_text(lists="shadow")
    assert (record.entry.who, record.entry.why, record.move) == (
        "developer", "sprint 1", "legacy → shadow",
    )  # fmt: skip
    assert "Référentiels : legacy → shadow." in browser.get(LOT).text


def test_a_table_that_moved_meanwhile_refuses_the_plan(house: House) -> None:
    browser = house.browser("developer")
    plan = plan_of(browser, "shadow")
    house.file.write_text(routing_text(events="shadow"), encoding="utf-8")
    refused = browser.post(f"{LOT}/bascule", etape="shadow", plan=plan, pourquoi="late")

    assert refused.status_code == 409
    assert "Rien n’a été changé" in refused.text
    assert text_of(house) == routing_text(events="shadow")


def test_the_plan_of_another_move_is_refused(house: House) -> None:
    browser = house.browser("developer")
    plan = plan_of(browser, "shadow")

    refused = browser.post(f"{LOT}/bascule", etape="canary 100%", plan=plan, pourquoi="x")
    assert refused.status_code == 409
    assert text_of(house) == routing_text()


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"etape": "shadow", "pourquoi": "x"}, 400),
        ({"etape": "pyhton", "pourquoi": "x", "plan": "0"}, 400),
        ({"etape": "shadow", "pourquoi": " ", "plan": "PLAN"}, 409),
        ({"etape": "retired", "pourquoi": "x", "plan": "0"}, 409),
    ],
    ids=["no plan", "no stage", "no reason", "no such move"],
)
def test_what_is_missing_changes_nothing(house: House, fields: dict[str, str], status: int) -> None:
    browser = house.browser("lead")
    plan = plan_of(browser, "shadow")
    sent = {name: plan if value == "PLAN" else value for name, value in fields.items()}

    assert browser.post(f"{LOT}/bascule", **sent).status_code == status
    assert text_of(house) == routing_text()


def test_an_unknown_lot_or_stage_is_said(house: House) -> None:
    browser = house.browser("lead")

    assert browser.get("/-/lots/nowhere").status_code == 404
    assert browser.get("/-/lots/nowhere/plan?etape=shadow").status_code == 404
    assert browser.get(f"{LOT}/plan?etape=pyhton").location == LOT
    assert browser.get(f"{LOT}/plan?etape=canary&pourcentage=10").status_code == 200
    assert browser.get(f"{LOT}/plan?etape=canary&pourcentage=x").location == LOT


def test_a_closed_gate_is_passed_by_a_lead_alone_and_stays_visible(house: House) -> None:
    enforce(house)
    flip = {"etape": "canary 10%", "pourquoi": "sprint 1", "derogation": "agreed on site"}
    plan = plan_of(house.browser("developer"), "canary 10%25")
    stopped = house.browser("developer").post(
        f"{LOT}/bascule", etape="canary 10%", pourquoi="sprint 1", plan=plan
    )
    theirs = house.browser("developer").post(f"{LOT}/bascule", plan=plan, **flip)
    before = text_of(house)
    passed = house.browser("lead").post(f"{LOT}/bascule", plan=plan, **flip)

    assert (stopped.status_code, theirs.status_code, passed.status_code) == (409, 403, 303)
    assert "Votre rôle ne permet pas" in theirs.text
    assert "stage: legacy   # first" in before
    assert "stage: canary 10%" in text_of(house)
    assert "agreed on site" in house.browser("viewer").get("/-/journal").text


def test_passing_gates_waits_for_a_second_person_where_the_table_says_so(house: House) -> None:
    enforce(house, "\napprovals: required")
    house.add("other", Role.LEAD)
    plan = plan_of(house.browser("lead"), "canary 10%25")
    flip = {"etape": "canary 10%", "pourquoi": "now", "derogation": "agreed", "plan": plan}
    alone = house.browser("lead").post(f"{LOT}/bascule", **flip)
    waiting = house.browser("viewer").get("/-/").text
    own = house.browser("lead").post(f"{LOT}/accord", etape="canary 10%", pourquoi="me too")
    still = house.browser("lead").post(f"{LOT}/bascule", **flip)
    house.browser("other").post(f"{LOT}/accord", etape="canary 10%", pourquoi="seen")
    done = house.browser("lead").post(f"{LOT}/bascule", **flip)

    assert alone.status_code == 409
    assert "accord d’une seconde personne demandé par lead" in waiting
    assert (own.status_code, still.status_code, done.status_code) == (409, 409, 303)
    assert "canary 10%" in text_of(house)


def test_a_rollback_needs_nothing(house: House) -> None:
    browser = house.browser("developer")
    plan = plan_of(browser, "shadow")
    browser.post(f"{LOT}/bascule", etape="shadow", plan=plan, pourquoi="x")
    back = browser.post(f"{LOT}/retour")

    assert back.status_code == 303
    assert text_of(house) == routing_text()
    assert "retour demandé depuis la console" in browser.get("/-/journal").text


def test_two_leads_flipping_at_once_make_one_flip(house: House) -> None:
    one, other = house.browser("lead"), house.browser("developer")
    plans = plan_of(one, "shadow"), plan_of(other, "shadow")
    codes = [
        browser.post(f"{LOT}/bascule", etape="shadow", plan=plan, pourquoi="x").status_code
        for browser, plan in zip((one, other), plans, strict=True)
    ]
    moves = [each.move for each in records(read_journal(house.settings.state_dir).entries)]

    assert codes == [303, 303]
    assert moves.count("legacy → shadow") == 1


def test_the_kill_switch_gives_everything_back_and_takes_it_again(house: House) -> None:
    browser = house.browser("developer")
    on = browser.post("/-/arret", arret="on", pourquoi="trial")
    lit = browser.get("/-/arret").text
    browser.post("/-/arret", arret="off", pourquoi="over")

    assert on.status_code == 303
    assert "PHP répond à tout" in lit
    assert "Non enclenché" in browser.get("/-/arret").text
    assert "arrêt d’urgence levé → arrêt d’urgence" in browser.get("/-/journal").text
    assert browser.post("/-/arret", arret="maybe").status_code == 400
