import json
from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from proxy.evidence.happenings import Happening
from proxy.evidence.signals import Signal
from proxy.evidence.spool import MOST_FILES, Batch, Spool
from proxy.evidence.tally import MOST_HAPPENINGS, MOST_LOGGED, Tally
from tests.fakes.disk import full_disk
from tests.fakes.happenings import NOON, counted, happening, labels

SESSION = "0123456789abcdef"


@pytest.fixture
def tally(tmp_path: Path) -> Tally:
    folder = tmp_path / "evidence"
    folder.mkdir()
    salt = {"day": "2026-11-23", "salt": "00" * 32}
    (folder / "salt.json").write_text(json.dumps(salt))
    return Tally(
        tmp_path,
        zone=ZoneInfo("Europe/Paris"),
        session_cookies=("symfony",),
        wall=lambda: NOON,
    )


@pytest.fixture
def told(tally: Tally) -> Callable[..., None]:
    """Tells the tally of requests, as a door does."""

    def tell(*happenings: Happening) -> None:
        tally.happened.extend(happenings)
        tally.add(counted(*happenings).take())

    return tell


def batches(state_dir: Path) -> list[Batch]:
    return [batch for _, batch in Spool(state_dir).waiting()]


def test_a_batch_tells_counts_log_and_visitors(
    tally: Tally, told: Callable[..., None], tmp_path: Path
) -> None:
    told(happening(cookie=SESSION), happening(cookie=SESSION, status=500, bucket=42))
    tally.spool()
    (batch,) = batches(tmp_path)

    assert {s: one.count for s, one in batch.series[labels()].items()} == {200: 1, 500: 1}
    assert [(row["status"], row["bucket"]) for row in batch.requests] == [(200, -1), (500, 42)]
    assert len(batch.visitors) == 1
    assert batch.unlogged == 0


def test_our_own_pages_are_counted_and_fill_no_log(
    tally: Tally, told: Callable[..., None], tmp_path: Path
) -> None:
    ours = labels(backend="", application="", lot="", route="", stage="", side="ours")
    told(*[happening(ours, path="/-/health") for _ in range(MOST_LOGGED)], happening())
    tally.spool()
    (batch,) = batches(tmp_path)

    assert batch.series[ours][200].count == MOST_LOGGED
    assert [row["path"] for row in batch.requests] == ["/events"]
    assert batch.unlogged == 0


def test_nothing_that_names_a_person_leaves_the_process(
    tally: Tally, told: Callable[..., None], tmp_path: Path
) -> None:
    told(happening(cookie=SESSION, client="203.0.113.77"))
    tally.spool()
    (file,) = (tmp_path / "evidence" / "spool").iterdir()

    assert SESSION not in file.read_text()
    assert "203.0.113.77" not in file.read_text()
    assert "lang=fr" not in file.read_text()


def test_a_visitor_is_told_of_once_a_day(
    tally: Tally, told: Callable[..., None], tmp_path: Path
) -> None:
    for _ in range(2):
        told(happening(cookie=SESSION))
        tally.spool()

    assert sorted(len(batch.visitors) for batch in batches(tmp_path)) == [0, 1]


def test_without_requests_there_is_no_file(tally: Tally, tmp_path: Path) -> None:
    tally.spool()

    assert batches(tmp_path) == []


@pytest.mark.parametrize(
    ("count", "unlogged"),
    [
        pytest.param(MOST_LOGGED, 0, id="as many as are logged"),
        pytest.param(MOST_LOGGED + 7, 7, id="more"),
        pytest.param(MOST_HAPPENINGS + 50, MOST_HAPPENINGS + 50 - MOST_LOGGED, id="more than are held"),
    ],
)  # fmt: skip
def test_a_burst_is_counted_and_says_what_was_not_logged(
    tally: Tally, told: Callable[..., None], tmp_path: Path, count: int, unlogged: int
) -> None:
    told(*[happening()] * count)
    tally.spool()
    (batch,) = batches(tmp_path)

    assert batch.series[labels()][200].count == count
    assert len(batch.requests) == MOST_LOGGED
    assert batch.unlogged == unlogged


def test_while_the_recorder_is_behind_counts_wait_and_say_so(
    tally: Tally, told: Callable[..., None], tmp_path: Path
) -> None:
    folder = tmp_path / "evidence" / "spool"
    folder.mkdir()
    for number in range(MOST_FILES):
        (folder / f"{number}.json").touch()
    told(happening())
    tally.spool()
    waits = tally.fault
    for path in folder.iterdir():
        path.unlink()
    told(happening())
    tally.spool()
    (batch,) = batches(tmp_path)

    assert "behind" in waits
    assert tally.fault == ""
    assert batch.series[labels()][200].count == 2
    assert (len(batch.requests), batch.unlogged) == (1, 1)


def test_on_a_full_disk_counts_wait_and_say_so(
    tally: Tally, told: Callable[..., None], tmp_path: Path
) -> None:
    told(happening())
    with full_disk():
        tally.spool()
    waits = tally.fault
    tally.spool()

    assert "File too large" in waits
    assert [batch.series[labels()][200].count for batch in batches(tmp_path)] == [1]


def test_the_last_batch_is_written_whatever_waits(
    tally: Tally, told: Callable[..., None], tmp_path: Path
) -> None:
    folder = tmp_path / "evidence" / "spool"
    folder.mkdir()
    for number in range(MOST_FILES):
        (folder / f"{number}.json").touch()
    told(happening())
    tally.spool(is_last=True)

    assert len(batches(tmp_path)) == 1


def test_signals_of_visitors_and_of_pages_are_counted(
    tally: Tally, told: Callable[..., None], tmp_path: Path
) -> None:
    told(*[happening(cookie=SESSION, status=302)] * 4)
    tally.signal("gestion", "events", "python", Signal.CSRF_REFUSED)
    tally.spool()
    (batch,) = batches(tmp_path)

    assert batch.signals == {
        ("gestion", "events", "python", "redirect-loop"): 2,
        ("gestion", "events", "python", "csrf-refused"): 1,
    }
