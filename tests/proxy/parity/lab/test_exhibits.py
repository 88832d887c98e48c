"""A run keeps the first answers of each cause, and photographs the first page of each route and role."""

from dataclasses import dataclass, field

from proxy.parity.answers import Answer
from proxy.parity.compare import Terms
from proxy.parity.differences import Difference, Part
from proxy.parity.lab.asking import Side, WsgiSide
from proxy.parity.lab.checks import Report
from proxy.parity.lab.exhibits import MOST_PICTURES, Answers, Exhibits, Seat
from proxy.parity.lab.sides import Sides, Workplace
from proxy.parity.ledger import Settled
from proxy.parity.masks import Mask
from proxy.parity.rules import LotRules
from tests.fakes.small_site import SmallSite

PAGE = Answer(200, (("Content-Type", "text/html"),), b"<p>a")
TABLE = Answer(200, (("Content-Type", "text/csv"),), b"a;b\n")


def workplace() -> Workplace:
    return Workplace("control", WsgiSide(SmallSite()), "_a")


@dataclass
class Room:
    rules: LotRules = field(default_factory=lambda: LotRules("towns"))
    sides: Sides = field(
        default_factory=lambda: Sides(workplace(), workplace(), "g.localhost:8000")
    )
    report: Report = field(default_factory=lambda: Report("towns", "gestion", "python"))
    terms: Terms = field(default_factory=Terms)


@dataclass
class Photographer:
    seen: list[str] = field(default_factory=list)

    def take(
        self, own_id: str, url: str, answers: Answers, assets: Side, masks: tuple[Mask, ...]
    ) -> bool:
        self.seen.append(url)
        return True


def found(*fields: str) -> Settled:
    return Settled(tuple(Difference(Part.TEXT, each, "a", "b") for each in fields))


def seat(route: str = "GET /towns", role: str = "adviser") -> Seat:
    return Seat(Room(), route, role, "GET /towns")


def test_the_first_answers_of_each_cause_are_kept() -> None:
    kept = Exhibits()
    causes = [("x",), ("x",), ("x", "y"), ()]
    shown = [kept.page(seat(), "/towns", (PAGE, PAGE), found(*each)) for each in causes]

    assert [each is not None for each in shown] == [True, False, True, False]
    assert kept.page(seat("GET /other"), "/other", (PAGE, PAGE), found("x")) is not None
    assert kept.answers(seat(), (PAGE, PAGE), found("z")) is not None
    assert kept.answers(seat(), (PAGE, PAGE), found("z")) is None


def test_pages_alike_are_photographed_once_a_route_and_role() -> None:
    taking = Photographer()
    kept = Exhibits(taking)
    for role in ("adviser", "adviser", "visitor"):
        kept.page(seat(role=role), "/towns?page=2", (PAGE, PAGE), found())
    shown = kept.page(seat(), "/towns", (PAGE, PAGE), found("x"))
    kept.page(seat("GET /towns.csv"), "/towns.csv", (TABLE, TABLE), found())

    assert taking.seen == ["http://g.localhost:8000/towns?page=2"] * 2 + [
        "http://g.localhost:8000/towns"
    ]
    assert shown is not None
    assert shown.has_pictures


def test_pictures_of_a_run_are_bounded() -> None:
    taking = Photographer()
    kept = Exhibits(taking)
    for number in range(MOST_PICTURES + 5):
        kept.page(seat(f"GET /{number}"), f"/{number}", (PAGE, PAGE), found())

    assert len(taking.seen) == MOST_PICTURES
