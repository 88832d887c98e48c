"""Flips while people work: nobody is refused, nobody is answered by a side the table did not name."""

import http.client
import json
import os
import re
import statistics
import threading
import time
from collections.abc import Callable
from urllib.parse import urlencode

import pytest

from tests.journeys.conftest import Product

pytestmark = pytest.mark.stack

CLIENTS = 3


class Adviser:
    """Somebody signed in, who opens one page after the other."""

    def __init__(self, product: Product) -> None:
        self.port = product.port
        self.cookie = ""
        _, page = self.ask("GET", "/communes")
        token = re.search(r'name="signin\[_csrf_token\]" value="(\w+)"', page)[1]  # type: ignore[index]
        form = {
            "signin[username]": "claire.martin",
            "signin[password]": "claire-valmont",
            "signin[_csrf_token]": token,
        }
        status, _ = self.ask("POST", "/login", urlencode(form))
        assert status == 302

    def ask(self, method: str, path: str, body: str | None = None) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        headers = {"Host": "gestion.localhost", "Cookie": self.cookie}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode()
            for line in answer.headers.get_all("Set-Cookie") or []:
                if line.startswith("symfony="):
                    self.cookie = line.split(";")[0]
            return answer.status, text
        finally:
            connection.close()


def work(adviser: Adviser, over: threading.Event, found: list[tuple[object, float]]) -> None:
    while not over.is_set():
        started = time.monotonic()
        try:
            status, page = adviser.ask("GET", "/communes/1/edit")
            outcome: object = status if "sf_admin_container" in page else page[:80]
        except (OSError, http.client.HTTPException) as error:
            outcome = repr(error)
        found.append((outcome, time.monotonic() - started))
        time.sleep(0.02)


def flip_under_load(product: Product, count: int, flip: Callable[[int], None]) -> list[float]:
    advisers = [Adviser(product) for _ in range(CLIENTS)]
    over = threading.Event()
    found: list[tuple[object, float]] = []
    threads = [threading.Thread(target=work, args=(each, over, found)) for each in advisers]
    for thread in threads:
        thread.start()
    try:
        for number in range(count):
            flip(number)
    finally:
        # They would ask for ever, and keep the whole run from ending.
        over.set()
        for thread in threads:
            thread.join()
    assert [outcome for outcome, _ in found if outcome != 200] == []
    return [seconds for _, seconds in found]


def lines_of(product: Product) -> list[dict[str, object]]:
    lines = [json.loads(line) for line in product.access_log.splitlines() if line[:6] == '{"at":']
    return [line for line in lines if line["path"] == "/communes/1/edit"]


@pytest.mark.parametrize(
    "count",
    [
        pytest.param(6, id="a few"),
        pytest.param(
            int(os.environ.get("FIGUIER_SOAK_FLIPS", "200")), marks=pytest.mark.soak, id="soak"
        ),
    ],
)
def test_flips_under_load_fail_and_misroute_nobody(on_php: Product, count: int) -> None:
    before = len(lines_of(on_php))
    stages = ["python", "legacy"]
    seconds = flip_under_load(
        on_php, count, lambda n: on_php.flip("reference_lists", stages[n % 2])
    )
    time.sleep(0.6)
    lines = lines_of(on_php)[before:]
    p99 = statistics.quantiles(seconds, n=100)[98]
    print(f"\n{count} flips, {len(seconds)} requests, 0 failed, p99 {p99 * 1000:.0f} ms")

    assert len(lines) >= len(seconds)
    assert {line["side"] for line in lines} == {"python", "legacy"}
    assert [line for line in lines if line["side"] != line["stage"]] == []
