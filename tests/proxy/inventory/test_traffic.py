"""Logs counted: every line is one entry's or unknown."""

import gzip
import random
from pathlib import Path

import pytest

from proxy.inventory.traffic import GROUPS, Counter, LogUnreadable
from tests.fakes.inventories import ExactLocator, entry

ENTRIES = [entry("/a", lots=("lists",)), entry("/b"), entry("/c", backend="vitrine")]


def line(target: str, day: int = 1, status: int = 200, method: str = "GET") -> str:
    return f'1.1.1.1 - - [{day:02d}/Nov/2026:10:00:00 +0100] "{method} {target} HTTP/1.1" {status} 1 "-" "x"\n'


def counter(kept: int = 100) -> Counter:
    return Counter(ExactLocator(ENTRIES), {"vitrine.localhost": "vitrine"}, kept=kept)


def log(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "access.log"
    path.write_text("".join(lines))
    return path


def test_requests_are_counted_by_entry(tmp_path: Path) -> None:
    found = counter()
    found.count(log(tmp_path, line("/a?x=1", 2), line("/a", 9, 500), line("/b", 4)), "gestion")

    traffic = found.traffic

    assert traffic.of(0).hits == 2
    assert (traffic.of(0).errors, traffic.of(0).first, traffic.of(0).last) == (
        1, "2026-11-02", "2026-11-09",
    )  # fmt: skip
    assert traffic.of(0).lots == {"lists": 2}
    assert traffic.of(2).hits == 0
    assert (traffic.first, traffic.last, traffic.lines, traffic.backends) == (
        "2026-11-02", "2026-11-09", 3, {"gestion"},
    )  # fmt: skip


def test_what_nothing_answers_is_unknown_with_an_example(tmp_path: Path) -> None:
    found = counter()
    found.count(log(tmp_path, line("/x"), line("/x", method="POST"), line("/a")), "gestion")

    ((key, counts),) = found.traffic.unknown.items()

    assert key == ("gestion", "/x", "no route takes it")
    assert (counts.hits, counts.example) == (2, "GET /x")


def test_lines_that_cannot_be_read_are_unknown_never_dropped(tmp_path: Path) -> None:
    found = counter()
    found.count(log(tmp_path, line("/a"), "nonsense\n", "\n"), "gestion")

    traffic = found.traffic

    assert (traffic.lines, traffic.unreadable) == (3, 2)
    assert sum(each.hits for each in traffic.unknown.values()) == 2


@pytest.mark.parametrize("count", [49, 50, 51, 1000])
def test_no_line_is_lost_between_telling_the_format_and_reading(tmp_path: Path, count: int) -> None:
    found = counter()
    found.count(log(tmp_path, *(line("/a") for _ in range(count))), "gestion")

    assert found.traffic.of(0).hits == count


def test_memory_is_bounded_and_sums_stay_whole(tmp_path: Path) -> None:
    dice = random.Random(1)
    lines = [line(f"/p{dice.randrange(900)}", dice.randint(1, 28)) for _ in range(5000)]
    found = counter(kept=50)

    found.count(log(tmp_path, *lines, *(line("/a") for _ in range(100))), "gestion")

    traffic = found.traffic
    total = sum(c.hits for c in traffic.entries.values()) + sum(c.hits for c in traffic.unknown.values())  # fmt: skip
    assert total == traffic.lines == 5100
    assert len(found._places) <= 50


def test_groups_of_unknown_addresses_are_bounded(tmp_path: Path) -> None:
    found = counter(kept=10_000)
    found.count(log(tmp_path, *(line(f"/u{n}") for n in range(GROUPS + 50))), "gestion")

    assert len(found.traffic.unknown) <= GROUPS + 1
    assert sum(each.hits for each in found.traffic.unknown.values()) == GROUPS + 50


def test_an_address_is_located_once(tmp_path: Path) -> None:
    locator = ExactLocator(ENTRIES)
    found = Counter(locator, {})

    found.count(log(tmp_path, *(line("/a", day) for day in (1, 2, 3))), "gestion")

    assert locator.asked == 1


def test_a_log_that_names_hosts_gives_each_its_backend(tmp_path: Path) -> None:
    found = counter()
    lines = (f"{host} {line('/c')}" for host in ("Vitrine.localhost.:443", "other.localhost"))

    found.count(log(tmp_path, *lines), "gestion")

    assert found.traffic.of(2).hits == 1
    assert found.traffic.backends == {"vitrine", "gestion"}


def test_packed_logs_are_read(tmp_path: Path) -> None:
    path = tmp_path / "access.log.1.gz"
    path.write_bytes(gzip.compress(line("/a").encode() * 3))
    seen: list[int] = []
    found = counter()

    found.count(path, "gestion", seen.append)

    assert found.traffic.of(0).hits == 3
    assert sum(seen) == path.stat().st_size


def test_an_empty_log_counts_nothing(tmp_path: Path) -> None:
    found = counter()
    found.count(log(tmp_path), "gestion")

    assert found.traffic.lines == 0


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"#Fields: date time\n", "neither combined"),
        (gzip.compress(b"x" * 10000)[:-20], "access"),
        (b"\x1f\x8b\x08\x00broken", "access"),
    ],
)
def test_a_log_of_no_known_format_is_refused(tmp_path: Path, data: bytes, why: str) -> None:
    path = tmp_path / "access.log"
    path.write_bytes(data)

    with pytest.raises(LogUnreadable, match=why):
        counter().count(path, "gestion")


def test_a_log_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LogUnreadable, match="No such file"):
        counter().count(tmp_path / "none.log", "gestion")
