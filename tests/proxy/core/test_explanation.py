"""Why a request is decided as it is, and why other routes lost."""

import pytest

from proxy.core.assignment import By
from proxy.core.decision import Decision, Reason, Visitor, decide
from proxy.core.explanation import Explanation, explain
from proxy.core.messages import RequestHead
from proxy.core.schedules import Moment
from proxy.core.targets import Address, Ambiguity
from tests.fakes.routes import GESTION, VITRINE, a_lot, a_table

TABLE = a_table(
    a_lot(
        "communes",
        "GET /communes",
        "POST /communes",
        "GET /communes/new",
        "GET /communes/:id<int>.:sf_format",
        "/communes/:any",
        "GET /communes/:any",
        "/communes/:any/*rest",
        modules=("commune",),
    ),
    a_lot("users", "/users", application="backend"),
    a_lot("agenda", "GET /agenda/:slug", "GET /communes", backend=VITRINE),
    a_lot("odd", "/commune", "/odd/:x", "/odd/:x/*rest"),
)


def explained(
    target: str, method: str = "GET", host: bytes = b"gestion.localhost", nearest: int = 99
) -> Explanation:
    return explain(TABLE, RequestHead(method, target.encode(), host), nearest=nearest)


def whys(explanation: Explanation) -> dict[str, str]:
    return {
        f"{loser.route.backend} {loser.route.place.line} {loser.route.pattern}": loser.why
        for loser in explanation.losers
    }


@pytest.mark.parametrize(
    ("method", "target", "loser", "why"),
    [
        ("GET", "/communes/ab", "gestion 4 /communes/:id<int>.:sf_format",
         'segment 2 is "ab", not :id<int>'),
        ("GET", "/communes/a.b", "gestion 4 /communes/:id<int>.:sf_format",
         'segment 2 is "a.b", not :id<int>'),
        ("GET", "/communez", "gestion 1 /communes", 'segment 1 is "communez", not communes'),
        ("GET", "/communes", "gestion 3 /communes/new", "the path ends before segment 2, new"),
        ("GET", "/communes/new/x", "gestion 3 /communes/new", "the path goes on after segment 2"),
        ("GET", "/communes", "gestion 2 /communes", "it accepts DELETE, PATCH, POST, PUT, not GET"),
        ("GET", "/communes", "vitrine 2 /communes",
         "it belongs to backend vitrine, at vitrine.localhost"),
        ("GET", "/users", "gestion 1 /users",
         "it belongs to application backend, under /backend.php/"),
        ("GET", "/backend.php/communes", "gestion 1 /communes",
         "it belongs to application frontend, without a front controller"),
        ("GET", "/communes/new", "gestion 4 /communes/:id<int>.:sf_format",
         'segment 2 is "new", not :id<int>'),
        ("GET", "/communes/new", "gestion 6 /communes/:any",
         "the winner is more precise at segment 2: new before :any"),
        ("GET", "/communes/x", "gestion 5 /communes/:any", "the winner names the method"),
        ("GET", "/odd/x", "gestion 3 /odd/:x/*rest", "the winner ends where this one has a rest"),
        ("GET", "/commune", "gestion 99 /commune",
         "the winner is written out, this one is implied by a module"),
        ("GET", "/communes/5", "gestion 6 /communes/:any",
         "the winner is more precise at segment 2: :id<int> before :any"),
    ],
)  # fmt: skip
def test_each_loser_says_what_speaks_against_it(
    method: str, target: str, loser: str, why: str
) -> None:
    assert whys(explained(target, method))[loser] == why


def test_the_verdict_is_the_one_of_the_running_proxy() -> None:
    head = RequestHead("GET", b"/communes", b"gestion.localhost")

    explanation = explain(TABLE, head, Visitor(5))

    assert explanation.verdict == decide(TABLE, head, Visitor(5))
    assert isinstance(explanation.verdict, Decision)
    assert (explanation.host, explanation.backend) == ("gestion.localhost", GESTION)
    assert isinstance(explanation.address, Address)
    assert explanation.verdict.route not in [loser.route for loser in explanation.losers]


def test_the_nearest_come_first_and_each_line_once() -> None:
    losers = explained("/communes", "DELETE", nearest=3).losers

    assert [(loser.route.place.line, loser.route.backend) for loser in losers] == [
        (1, "gestion"),
        (3, "gestion"),
        (4, "gestion"),
    ]


def test_routes_with_nothing_in_common_are_left_out() -> None:
    assert explained("/xyz").losers == ()
    assert explained("/").losers == ()


@pytest.mark.parametrize(
    ("target", "host", "reason"),
    [
        ("/communes", b"evil.example", Reason.HOST_UNKNOWN),
        ("/communes", b"a b", Reason.HOST_UNKNOWN),
        ("/communes%00", b"gestion.localhost", Reason.TARGET_AMBIGUOUS),
    ],
)
def test_a_refused_request_has_no_losers(target: str, host: bytes, reason: Reason) -> None:
    explanation = explained(target, host=host)

    assert explanation.verdict.reason is reason
    assert explanation.losers == ()
    assert explanation.address is None or isinstance(explanation.address, Ambiguity)


def test_an_address_refused_for_its_spelling_says_so() -> None:
    found = whys(explained("//communes"))

    assert found["gestion 1 /communes"] == "the address was refused before routes were compared"


def test_the_host_of_an_absolute_target_counts() -> None:
    explanation = explained("http://vitrine.localhost/communes", host=b"gestion.localhost")

    assert explanation.backend == VITRINE


def test_a_split_lot_is_explained_with_what_chose() -> None:
    table = a_table(a_lot("housing", "/logements", stage="canary 50%"))
    head = RequestHead("GET", b"/logements", b"gestion.localhost")

    inside = explain(table, head, Visitor(10), moment=Moment(60, "2026-11-23 10:00", 0))

    assert inside.choice is not None
    assert (inside.choice.is_python, inside.choice.by) == (True, By.SHARE)
    assert inside.standing is not None
    assert inside.standing.posture is not None
    assert inside.standing.posture.percent == 50
