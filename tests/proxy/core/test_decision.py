"""Who answers: stages, hosts, spellings."""

import pytest

from proxy.core.decision import (
    Decision,
    DecisionOptions,
    Reason,
    Refusal,
    Side,
    Verdict,
    Visitor,
    decide,
)
from proxy.core.messages import RequestHead
from tests.fakes.routes import VITRINE, a_lot, a_table

TABLE = a_table(
    a_lot("communes", "GET /communes", "GET /communes/:id<int>/edit", modules=("commune",)),
    a_lot("backoffice", "/users", application="backend"),
    a_lot("events", "/evenements", stage="legacy"),
    a_lot("agenda", "GET /agenda/*rest", backend=VITRINE),
)


def asked(
    target: str | bytes,
    method: str = "GET",
    host: bytes = b"gestion.localhost:8000",
    visitor: Visitor | None = None,
    options: DecisionOptions | None = None,
) -> Verdict:
    raw = target.encode() if isinstance(target, str) else target
    head = RequestHead(method, raw, host)
    return decide(TABLE, head, visitor or Visitor(), options=options or DecisionOptions())


def test_a_claimed_address_goes_where_its_lot_stands() -> None:
    verdict = asked("/communes?page=2")

    assert isinstance(verdict, Decision)
    assert (verdict.side, verdict.reason) == (Side.PYTHON, Reason.STAGE)
    assert verdict.lot is not None
    assert verdict.lot.name == "communes"


@pytest.mark.parametrize("target", ["/", "/inconnu", "/communes/12", "/Communes", "/communes/"])
def test_unclaimed_path_goes_to_legacy(target: str) -> None:
    verdict = asked(target)

    assert isinstance(verdict, Decision)
    assert (verdict.side, verdict.reason) == (Side.LEGACY, Reason.UNCLAIMED)


@pytest.mark.parametrize(
    ("stage", "bucket", "side", "reason"),
    [
        ("legacy", 0, Side.LEGACY, Reason.STAGE),
        ("shadow", 0, Side.LEGACY, Reason.STAGE),
        ("canary 0%", 0, Side.LEGACY, Reason.CANARY_OUT),
        ("canary 10%", 999, Side.PYTHON, Reason.CANARY_IN),
        ("canary 10%", 1000, Side.LEGACY, Reason.CANARY_OUT),
        ("canary 10%", None, Side.LEGACY, Reason.CANARY_OUT),
        ("canary 100%", 9999, Side.PYTHON, Reason.CANARY_IN),
        ("canary 100%", None, Side.PYTHON, Reason.CANARY_IN),
        ("python", None, Side.PYTHON, Reason.STAGE),
        ("retired", None, Side.PYTHON, Reason.STAGE),
    ],
)
def test_each_stage_names_a_side(
    stage: str, bucket: int | None, side: Side, reason: Reason
) -> None:
    table = a_table(a_lot("communes", "/communes", stage=stage))
    head = RequestHead("GET", b"/communes", b"gestion.localhost")

    verdict = decide(table, head, Visitor(bucket))

    assert isinstance(verdict, Decision)
    assert (verdict.side, verdict.reason) == (side, reason)


@pytest.mark.parametrize(
    ("host", "status"),
    [
        (b"GESTION.localhost", None),
        (b"gestion.localhost.", None),
        (b"gestion.localhost.:8000", None),
        (b"gestion.localhost:", None),
        (b"evil.example", 421),
        (b"gestion.localhost.evil.example", 421),
        (b"xgestion.localhost", 421),
        (b"[::1]:8000", 421),
        (b"gestion.localhost:99999", 400),
        (b"gestion.localhost..", 400),
        (b"gestion.localhost, evil.example", 400),
        (b"user@gestion.localhost", 400),
        (b"", 400),
    ],
)
def test_the_host_selects_one_backend_or_nobody_answers(host: bytes, status: int | None) -> None:
    verdict = asked("/communes", host=host)

    assert (verdict.status if isinstance(verdict, Refusal) else None) == status


def test_the_authority_of_an_absolute_target_replaces_the_host() -> None:
    verdict = asked("http://gestion.localhost/communes", host=b"evil.example")

    assert isinstance(verdict, Decision)
    assert asked("http://evil.example/communes") == Refusal(
        421, Reason.HOST_UNKNOWN, "no backend answers for evil.example"
    )


@pytest.mark.parametrize(
    ("target", "location"),
    [
        ("//communes", b"/communes"),
        ("/x/../communes?a=1", b"/communes?a=1"),
        ("/index.php/communes", b"/communes"),
        ("/index%2ephp/communes?", b"/communes?"),
        ("/communes%3Fx", b"/communes"),
        ("/communes%2F3/edit", b"/communes/3/edit"),
        ("/backend.php//users", b"/backend.php/users"),
    ],
)
def test_python_is_asked_by_one_spelling_only(target: str, location: bytes) -> None:
    read = asked(target)
    written = asked(target, "POST")

    assert isinstance(read, Refusal)
    assert (read.status, read.reason, read.location) == (301, Reason.NOT_CANONICAL, location)
    assert isinstance(written, Refusal) or written.reason is Reason.UNCLAIMED


def test_an_unsafe_request_is_refused_rather_than_redirected() -> None:
    verdict = asked("/backend.php//users", "POST")

    assert isinstance(verdict, Refusal)
    assert (verdict.status, verdict.location) == (400, None)


@pytest.mark.parametrize("target", ["//evenements", "/index.php/evenements", "/a/../evenements"])
def test_legacy_is_asked_by_any_spelling(target: str) -> None:
    verdict = asked(target)

    assert isinstance(verdict, Decision)
    assert (verdict.side, verdict.path) == (Side.LEGACY, "/evenements")


@pytest.mark.parametrize(
    "target",
    ["/com-mune", "/%2563ommune/edit", "/commune;/edit/id/3", "/commune/e%5C", "/commune/%FF"],
)
def test_a_page_python_cannot_name_is_not_found(target: str) -> None:
    verdict = asked(target)

    assert isinstance(verdict, Refusal)
    assert (verdict.status, verdict.location) == (404, None)


@pytest.mark.parametrize("target", ["/commune", "/commune/edit/id/3", "/commune/edit/"])
def test_default_routes_of_a_lots_modules_are_its_aliases(target: str) -> None:
    verdict = asked(target, "POST")

    assert isinstance(verdict, Decision)
    assert (verdict.side, verdict.route and verdict.route.is_alias) == (Side.PYTHON, True)


@pytest.mark.parametrize(
    "target",
    [
        "/frontend_dev.php",
        "/backend_dev.php/users",
        "//FRONTEND_DEV.php/x",
        "/a/frontend%5fdev.php",
    ],
)
def test_development_controllers_are_blocked(target: str) -> None:
    verdict = asked(target)

    assert isinstance(verdict, Refusal)
    assert (verdict.status, verdict.reason) == (404, Reason.CONTROLLER_BLOCKED)


def test_an_allowed_development_controller_has_the_owner_of_the_plain_path() -> None:
    allowed = DecisionOptions(allow_dev_controllers=True)

    moved = asked("/frontend_dev.php/communes", options=allowed)
    legacy = asked("/frontend_dev.php/evenements", options=allowed)

    assert isinstance(moved, Refusal)
    assert moved.location == b"/communes"
    assert isinstance(legacy, Decision)
    assert legacy.side is Side.LEGACY


@pytest.mark.parametrize(
    ("target", "host", "status"),
    [
        ("/-/health", b"gestion.localhost", None),
        ("/-/health", b"127.0.0.1:8000", None),
        ("/-/health", b"evil.example", 421),
        ("/-/", b"localhost", None),
        ("/-/", b"gestion.localhost", 404),
        ("/-/lots", b"gestion.localhost", 404),
        ("/-/metrics", b"vitrine.localhost", 404),
        ("/-/health/", b"gestion.localhost", 404),
        ("/-/%68ealth", b"gestion.localhost", 404),
        ("/-/caf%C3%A9", b"localhost", None),
        ("//-/health", b"gestion.localhost", 404),
        ("/%2d/health", b"gestion.localhost", 404),
        ("/index.php/-/health", b"gestion.localhost", 404),
        ("/-", b"gestion.localhost", 404),
        ("/-/a/../b", b"gestion.localhost", 404),
        ("/communes", b"127.0.0.1:8000", 421),
        ("/-/../x", b"localhost", 404),
        ("/-/../", b"localhost", 404),
        ("/-/copies/..%2f..%2fx", b"localhost", 404),
        ("/-/..%2findex.php/x", b"localhost", 404),
        ("http://localhost/-/../x", b"elsewhere.example", 404),
    ],
)
def test_our_own_pages_have_one_spelling(target: str, host: bytes, status: int | None) -> None:
    verdict = asked(target, host=host)

    assert (verdict.status if isinstance(verdict, Refusal) else None) == status
    assert status is not None or verdict.reason is Reason.OURS


def test_the_console_answers_only_at_the_hosts_of_the_setting() -> None:
    options = DecisionOptions(own_hosts=frozenset({"gestion.localhost"}))

    assert asked("/-/", host=b"gestion.localhost", options=options).reason is Reason.OURS
    for host, path, status in (
        (b"vitrine.localhost", "/-/", 404),
        (b"127.0.0.1", "/-/", 421),
    ):
        refused = asked(path, host=host, options=options)
        assert isinstance(refused, Refusal)
        assert refused.status == status
    assert asked("/-/health", host=b"127.0.0.1", options=options).reason is Reason.OURS


@pytest.mark.parametrize(
    ("target", "host"),
    [
        pytest.param("/agenda/../x", b"vitrine.localhost", id="Symfony 4 keeps dot segments"),
        pytest.param("/commune/a/../../index.php", b"gestion.localhost", id="empty PATH_INFO"),
    ],
)
def test_what_server_and_php_read_differently_is_refused(target: str, host: bytes) -> None:
    verdict = asked(target, host=host)

    assert isinstance(verdict, Refusal)
    assert (verdict.status, verdict.reason) == (400, Reason.TARGET_AMBIGUOUS)


def test_two_readings_of_one_owner_are_no_matter() -> None:
    verdict = asked("//backend.php")

    assert isinstance(verdict, Decision)
    assert (verdict.side, verdict.application, verdict.path) == (Side.LEGACY, "backend", "/")


@pytest.mark.parametrize(
    ("method", "target", "status"),
    [
        ("OPTIONS", "*", None),
        ("GET", "*", 400),
        ("CONNECT", "gestion.localhost:80", 405),
        ("GET", "communes", 400),
        ("GET", "?x", 400),
        ("GET", "ftp://gestion.localhost/", 400),
        ("GET", "/a%00b", 400),
        ("GET", "/a%zzb", 400),
        ("GET", "/../x", 400),
        ("GET", "/a#/communes", 400),
        ("GET", "/a b", 400),
    ],
)
def test_targets_without_a_reading_are_refused(
    method: str, target: str, status: int | None
) -> None:
    verdict = asked(target, method)

    assert (verdict.status if isinstance(verdict, Refusal) else None) == status
