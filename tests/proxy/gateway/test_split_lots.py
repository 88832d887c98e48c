"""Lots in canary, retired lots and the kill switch at the gateway, with two workers."""

import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from proxy.core.cards import NAME, sealed
from proxy.core.visitors import Visitor
from tests.fakes.gateway_door import GatewayDoor
from tests.fakes.gunicorn_door import quickest, until
from tests.fakes.split_door import KEY, Browser, split_gateway
from tests.fakes.upstream import Upstream, reply

PAGE = reply(
    b"legacy", b"Date: Mon, 23 Nov 2026 10:00:00 GMT", b"Set-Cookie: symfony=abc; path=/",
    b"Cache-Control: public, max-age=600", b"X-Accel-Expires: 600", b"X-Odd:  kept ",
)  # fmt: skip


@pytest.fixture(scope="module")
def upstream() -> Iterator[Upstream]:
    fake = Upstream(lambda exchange: exchange.send(PAGE))
    yield fake
    fake.stop()


@pytest.fixture(scope="module")
def door(upstream: Upstream, tmp_path_factory: pytest.TempPathFactory) -> Iterator[GatewayDoor]:
    gateway = split_gateway(tmp_path_factory.mktemp("split"), upstream, WORKERS="2")
    yield gateway
    assert gateway.stop() == 0, gateway.log
    assert "Traceback" not in gateway.log


@pytest.mark.parametrize(("bucket", "side"), [(0, "python"), (4999, "python"), (5000, "legacy")])
def test_a_bucket_is_a_side_in_every_worker(door: GatewayDoor, bucket: int, side: str) -> None:
    browser = Browser(door, bucket)

    assert {browser.side() for _ in range(12)} == {side}


def test_a_first_visit_draws_a_bucket_that_stays(door: GatewayDoor) -> None:
    browsers = [Browser(door) for _ in range(40)]
    first = [browser.side() for browser in browsers]

    assert set(first) == {"python", "legacy"}
    assert [browser.side("/logements/3") for browser in browsers] == first
    assert all(
        browser.card and (browser.card.bucket < 5000) == (side == "python")
        for browser, side in zip(browsers, first, strict=True)
        if browser.card is not None and browser.card.bucket is not None
    )


def test_a_known_visitor_is_given_no_cookie_again(door: GatewayDoor) -> None:
    browser = Browser(door, 9000)
    first, second = browser.get("/logements"), browser.get("/logements")

    assert NAME.decode() in str(first.headers)
    assert NAME.decode() not in str(second.headers)


def test_the_cookie_has_the_attributes_of_a_cookie_of_ours(door: GatewayDoor) -> None:
    given = Browser(door).get("/logements").headers.get_all("Set-Cookie") or []
    ours = next(value for value in given if value.startswith("figuier_visitor="))

    assert ours.partition("; ")[2] == "Max-Age=34560000; Path=/; HttpOnly; SameSite=Lax"


@pytest.mark.parametrize(
    "card",
    [
        b"forged", b"", b"1" * 3000, sealed(Visitor(1), b"a key of yesterday, of thirty-two bytes"),
        sealed(Visitor(1), KEY) + b"; " + NAME + b"=" + sealed(Visitor(9999), KEY),
    ],
    ids=["forged", "empty", "oversized", "expired key", "twice"],
)  # fmt: skip
def test_a_card_that_is_not_ours_is_drawn_anew(door: GatewayDoor, card: bytes) -> None:
    browser = Browser(door, cookies={NAME: card})

    assert browser.get("/logements").status == 200
    assert browser.card is not None


def test_legacys_answer_is_as_it_was_but_for_what_keeps_it_from_caches(door: GatewayDoor) -> None:
    with door.dial(request(b"GET /logements HTTP/1.1", Browser(door, 9000))) as sock:
        head = received(sock).partition(b"\r\n\r\n")[0].split(b"\r\n")

    assert head[:3] == PAGE.split(b"\r\n")[:3]
    assert head[3:6] == [
        b"X-Odd:  kept ",
        b"Content-Length: 6",
        b"Cache-Control: private, no-store",
    ]
    assert head[6] == b"Vary: Cookie"
    assert [line.partition(b"=")[0] for line in head[7:]] == [b"Set-Cookie: figuier_visitor"]


def test_pythons_answer_is_kept_from_caches_too(door: GatewayDoor) -> None:
    response = Browser(door, 10).get("/logements")

    assert response.headers["Cache-Control"] == "private"
    assert response.headers["Vary"] == "Cookie"


def test_other_lots_are_answered_as_before(door: GatewayDoor, upstream: Upstream) -> None:
    browser = Browser(door)
    with door.dial(request(b"GET /evenements HTTP/1.1", browser)) as sock:
        assert received(sock) == PAGE
    assert "figuier_visitor" not in str(browser.get("/lotb").headers)
    assert upstream.requests[-1].target == b"/evenements"


@pytest.mark.parametrize("path", ["/evenements", "/logements", "/logements/7"])
def test_php_never_sees_our_cookie(door: GatewayDoor, upstream: Upstream, path: str) -> None:
    browser = Browser(door, 9000, {b"a": b"1"})
    browser.cookies |= {b"symfony": b"abc"}

    browser.get(path)
    assert upstream.requests[-1].values(b"cookie") == [b"a=1; symfony=abc"]

    del browser.cookies[b"a"], browser.cookies[b"symfony"]
    browser.get(path)
    assert upstream.requests[-1].values(b"cookie") == []


def test_lots_of_python_do_not_see_it_either(door: GatewayDoor) -> None:
    for path in ("/lotb", "/logements"):
        text: bytes = Browser(door, 10).get(path).text  # type: ignore[attr-defined]
        assert b"figuier_visitor" not in text


def test_a_form_without_a_card_goes_to_legacy(door: GatewayDoor) -> None:
    for _ in range(10):
        with door.dial(post(b"/logements/batch/action", b"a=1")) as sock:
            assert received(sock).endswith(b"legacy")


def test_a_cohort_is_asked_about_once_and_remembered(door: GatewayDoor) -> None:
    browser = Browser(door, 9000, {})
    browser.cookies[b"symfony"] = b"user:x|group:pilotes"

    assert [browser.side() for _ in range(6)] == ["python"] * 6
    card = browser.card
    assert card is not None
    assert len(card.words) == 1
    assert card.asked_for

    browser.cookies[b"symfony"] = b"user:x"
    assert browser.side("/logements") == "python"  # in the middle of the journey
    assert browser.card is not None
    assert browser.card.words == frozenset()


def test_a_body_that_comes_while_somebody_is_asked_arrives_whole(
    door: GatewayDoor, upstream: Upstream
) -> None:
    read: list[bytes] = []
    usual = upstream.script
    upstream.script = lambda exchange: (read.append(exchange.read(200_000)), usual(exchange))
    cookie = b"symfony=new%d" % time.monotonic_ns()
    body = b"x" * 200_000
    head = post(b"/logements/batch/action", body, b"Cookie: " + cookie)
    with door.dial(head[:-150_000]) as sock:
        time.sleep(0.05)
        sock.sendall(head[-150_000:])
        answer = received(sock)
    upstream.script = usual

    assert answer.endswith(b"legacy")
    assert read == [body]


def test_a_visitor_who_leaves_while_asked_about_leaves_nothing_behind(door: GatewayDoor) -> None:
    browser = Browser(door, 9000, {})
    browser.cookies[b"symfony"] = b"gone%d" % time.monotonic_ns()
    door.dial(request(b"GET /logements HTTP/1.1", browser)).close()

    assert door.get("/lotb").status == 200


RETIRED = [
    "/anciens", "//anciens", "/index.php/anciens", "/index%2ephp/anciens", "/x/../anciens",
    "/ancien", "/ancien/edit/id/3", "/index.php/ancien/edit", "/anc%69ens", "/anciens/12?x=1",
    "/anci-en", "/ancien;/x",
]  # fmt: skip


@pytest.mark.parametrize("path", RETIRED)
@pytest.mark.parametrize("method", [b"GET", b"POST"])
def test_legacy_is_never_asked_for_a_retired_lot(
    door: GatewayDoor, upstream: Upstream, path: str, method: bytes
) -> None:
    # A shadow of an earlier request may be on its way still: ours bears a mark.
    mark = b"%b-%b" % (method, path.encode().hex().encode())
    head = b"%b %b HTTP/1.1\r\nHost: front.example\r\nX-Mark: %b\r\nContent-Length: 0\r\n\r\n"
    with door.dial(head % (method, path.encode(), mark)) as sock:
        answer = received(sock)

    assert answer.startswith(b"HTTP/1.1 ")
    assert [each.target for each in upstream.requests if each.values(b"x-mark") == [mark]] == []


def test_an_address_without_successor_is_gone_with_its_reason(door: GatewayDoor) -> None:
    response = door.get("/nowhere")

    assert response.status == 410
    assert "Le service a fermé en 2025." in response.text.decode()  # type: ignore[attr-defined]
    assert response.headers["Content-Language"] == "fr"


def test_an_old_address_leads_to_the_new_one(door: GatewayDoor, upstream: Upstream) -> None:
    before = len(upstream.requests)
    response = door.get("/vieux/12?page=2&x=%20")

    assert (response.status, response.headers["Location"]) == (301, "/anciens/12?page=2&x=%20")
    assert len(upstream.requests) == before


def test_an_identity_that_nobody_tells_stops_no_answer(door: GatewayDoor) -> None:
    browser = Browser(door, 9000, {})
    browser.cookies[b"symfony"] = b"broken"

    # The last of those that ask: for some seconds the workers now ask nobody.
    assert [browser.side() for _ in range(8)] == ["legacy"] * 8
    assert browser.card is not None
    assert browser.card.asked_for == ""


def test_the_kill_switch_reaches_all_workers_within_a_second_and_survives(
    upstream: Upstream, tmp_path: Path
) -> None:
    door = split_gateway(tmp_path, upstream, WORKERS="2", PYTHON_WORKERS="1")
    good = door.table.read_text(encoding="utf-8")
    inside = Browser(door, 10)
    assert inside.side() == "python"

    def kill() -> None:
        door.replace_table(good.replace("gates:", "kill_switch: on\ngates:"))
        assert until(lambda: killed_everywhere(door), 10), door.log

    def revive() -> None:
        door.replace_table(good)
        assert until(lambda: all(Browser(door, 10).side() == "python" for _ in range(12)), 10)

    assert quickest(kill, 1.0, before=revive) < 1.0
    assert {Browser(door, 10).side() for _ in range(8)} == {"legacy"}
    assert door.get("/nowhere").status == 410
    assert door.stop() == 0

    again = GatewayDoor(tmp_path, upstream.port, WORKERS="2", waits=False)
    assert until(lambda: answers(again), 20)
    assert {Browser(again, 10).side("/lotb") for _ in range(8)} == {"legacy"}
    again.replace_table(good)
    assert until(lambda: Browser(again, 10).side() == "python", 5.0)
    again.stop()


def killed_everywhere(door: GatewayDoor) -> bool:
    return all(Browser(door, 10).side("/lotb") == "legacy" for _ in range(12))


def answers(door: GatewayDoor) -> bool:
    try:
        return door.get("/-/health").status == 200
    except OSError:
        return False


def request(line: bytes, browser: Browser | None) -> bytes:
    cookies = browser.cookies if browser else {}
    sent = b"".join(b"Cookie: %b=%b\r\n" % item for item in cookies.items())
    return line + b"\r\nHost: front.example\r\n" + sent + b"\r\n"


def post(target: bytes, body: bytes, *fields: bytes) -> bytes:
    lines = [b"POST %b HTTP/1.1" % target, b"Host: front.example", *fields]
    return b"\r\n".join([*lines, b"Content-Length: %d" % len(body), b"", b""]) + body


def received(sock: socket.socket) -> bytes:
    """One answer with a Content-Length."""
    data = b""
    while b"\r\n\r\n" not in data:
        more = sock.recv(65536)
        if not more:
            return data
        data += more
    head, _, body = data.partition(b"\r\n\r\n")
    lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    length = int(lengths[0].partition(b":")[2]) if lengths else 0
    while len(body) < length:
        body += sock.recv(65536)
    return head + b"\r\n\r\n" + body


def test_several_cookie_lines_are_one_for_either_side(
    door: GatewayDoor, upstream: Upstream
) -> None:
    lines = (b"Cookie: a=1", b"cookie: symfony=abc")
    told: bytes = door.get("/lotb", *lines).text  # type: ignore[attr-defined]
    door.get("/elsewhere", *lines)

    assert b"Cookie: a=1; symfony=abc" in told.splitlines()
    assert upstream.requests[-1].values(b"cookie") == [b"a=1; symfony=abc"]
