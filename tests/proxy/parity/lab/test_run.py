"""A whole run over two small sites: every page as each role, every form, noise learned, all told."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from xml.etree.ElementTree import fromstring

import pytest

from proxy.parity.lab.asking import WsgiSide
from proxy.parity.lab.checks import Report
from proxy.parity.lab.copies import Copies
from proxy.parity.lab.reports import fields_of, junit_of, lines_of
from proxy.parity.lab.room import Limits, Room
from proxy.parity.lab.routes import LotRoutes
from proxy.parity.lab.run import examine
from proxy.parity.lab.sides import Account, Sides, Workplace
from proxy.parity.ledger import Accepted, AcceptedKind
from proxy.parity.rules import LotRules
from tests.fakes.small_site import SmallSite, table

ADVISER = Account("adviser", "claire", "right")
TODAY = date(2026, 11, 23)


def examined(
    php: SmallSite,
    python: SmallSite,
    rules: LotRules | None = None,
    *,
    account: Account = ADVISER,
    copies: Copies | None = None,
    **limits: int,
) -> Report:
    known = table()
    report = Report("towns", "gestion", "python")
    sides = Sides(
        Workplace("control", WsgiSide(php), "_a"), Workplace("candidate", WsgiSide(python), "_b"),
        "g.localhost:8000", None, "symfony", "/login",
    )  # fmt: skip
    lot = known.lot("towns")
    assert lot
    room = Room(
        LotRoutes(known, lot, known.backends["gestion"]), sides,
        rules or LotRules("towns", writes=("/towns/:id<int>/copy",)), report,
        lambda: datetime(2026, 11, 23, tzinfo=UTC).replace(tzinfo=None), TODAY, copies, Limits(**limits),
    )  # fmt: skip
    examine(room, [account])
    return report


def test_two_sites_alike_are_the_same_as_every_role() -> None:
    php, python = SmallSite(), SmallSite(moments=40)
    report = examined(php, python)

    assert [str(each.difference) for each in report.causes()] == []
    assert report.is_clean
    assert {check.role for check in report.checks} == {"adviser", "visitor"}
    targets = {check.target for check in report.checks}
    assert {"/towns", "/towns?page=2", "/towns/1/edit", "/towns/999999/edit"} <= targets
    assert not any("copy" in line for line in php.asked)


def test_noise_is_asked_for_only_when_something_differs() -> None:
    php, python = SmallSite(), SmallSite()
    examined(php, python)

    assert len(php.asked) == len(python.asked) + 2  # the sign-in, page and form


def spoilt(old: str, new: str) -> Callable[[str], str]:
    return lambda text: text.replace(old, new)


@pytest.mark.parametrize(
    "spoil, field",
    [
        pytest.param(spoilt("Étang", "Etang"), "td › a", id="a name"),
        pytest.param(spoilt('<input name="town[name]">', ""), "town[name] <input>", id="a field"),
        pytest.param(spoilt("lang=fr", "lang=en"), "html@lang", id="a language"),
        pytest.param(spoilt("produite en", "made in"), "p.moment", id="words beside the noise"),
        pytest.param(spoilt("Rien", "Nichts"), "p", id="a refusal"),
    ],
)
def test_a_difference_is_told_with_its_cause_and_the_pages_that_share_it(spoil, field: str) -> None:
    report = examined(SmallSite(), SmallSite(spoil))
    causes = report.causes()

    assert not report.is_clean
    assert [cause for cause in causes if cause.difference.field.endswith(field)], causes
    assert any(field in line for line in lines_of(report))


def test_an_accepted_difference_is_told_apart() -> None:
    entry = Accepted("agreed", "claire", date(2027, 1, 1), AcceptedKind.INTENDED, "*td › a")
    rules = LotRules("towns", accepted=(entry,), writes=("/towns/:id<int>/copy",))
    report = examined(SmallSite(), SmallSite(spoilt("Étang", "Etang")), rules)

    assert report.is_clean
    assert report.used == {"* *td › a"}
    assert "Accepted: * *td › a" in list(lines_of(report))


def test_a_sign_in_that_fails_ends_the_run_and_is_told() -> None:
    report = examined(SmallSite(), SmallSite(), account=Account("adviser", "claire", "wrong"))

    assert "claire (adviser) cannot sign in" in report.stopped
    assert not report.is_clean
    assert any(line.startswith("Stopped") for line in lines_of(report))


class Interrupted(Copies):
    is_dropped = False

    def make(self, *wanted: str) -> None:
        raise KeyboardInterrupt

    def drop(self) -> None:
        self.is_dropped = True


def test_a_run_that_is_interrupted_leaves_no_copies() -> None:
    copies = Interrupted("mysql+mysqldb://x@127.0.0.1:1/x")

    with pytest.raises(KeyboardInterrupt):
        examined(SmallSite(), SmallSite(), copies=copies)

    assert copies.is_dropped


def test_limits_bound_the_run() -> None:
    assert len(examined(SmallSite(), SmallSite(), pages=2).checks) == 4
    assert {c.target for c in examined(SmallSite(), SmallSite(), kinds=0).checks} == set()


def test_routes_that_nobody_reached_are_told() -> None:
    report = examined(SmallSite(), SmallSite())

    assert report.never == ["POST /towns", "GET /towns/:id<int>/copy"]


def test_programs_get_all_of_it() -> None:
    report = examined(SmallSite(), SmallSite(spoilt("Étang", "Etang")))
    told = json.loads(json.dumps(fields_of(report)))
    suite = fromstring(junit_of(report))

    assert (told["is_clean"], told["matches"]) == (False, report.matches)
    assert told["causes"][0]["control"] == "Étang"
    assert int(suite.attrib["tests"]) == told["checks"] == len(suite.findall("testcase"))
    assert (
        int(suite.attrib["failures"])
        == told["checks"] - told["matches"]
        == len(suite.findall(".//failure"))
    )
