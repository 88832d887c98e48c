import os
from pathlib import Path

from proxy.evidence.counting import Series
from proxy.evidence.spool import Batch, Spool
from tests.fakes.happenings import NOON, labels


def batch_of(count: int, until: float = NOON) -> Batch:
    series = Series()
    for _ in range(count):
        series.add(0.1, 10)
    made = Batch(NOON - 1, until, series={labels(): {200: series}})
    made.visitors.add(("2026-11-23", "ab", "gestion", "events", "python"))
    made.requests.append({"path": "/é/\udcff", "status": 200})
    made.signals["gestion", "events", "python", "redirect-loop"] = 2
    made.unlogged = 5
    return made


def test_a_batch_comes_out_as_it_went_in(tmp_path: Path) -> None:
    spool, batch = Spool(tmp_path), batch_of(3)
    spool.write(batch)
    ((path, found),) = spool.waiting()

    assert found == batch
    assert path.stat().st_mode & 0o777 == 0o600


def test_the_oldest_comes_first(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    for until in (NOON, NOON - 5, NOON - 3):
        spool.write(batch_of(1, until))

    assert [found.until for _, found in spool.waiting()] == [NOON - 5, NOON - 3, NOON]


def test_a_damaged_file_is_put_aside_and_counted(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    spool.write(batch_of(1))
    for name, text in (("1.json", "{"), ("2.json", "[]"), ("3.json", '{"since": 1}')):
        (spool.folder / name).write_text(text)

    assert len(list(spool.waiting())) == 1
    assert len(list(spool.waiting())) == 1
    assert spool.damaged == 3


def test_a_draft_is_never_for_everybody(tmp_path: Path) -> None:
    spool, modes = Spool(tmp_path), []

    class Curious(list[dict[str, object]]):
        """Looks at the file while its rows are written."""

        def __getitem__(self, _rows: object) -> list[dict[str, object]]:  # type: ignore[override]
            modes.extend(each.stat().st_mode & 0o777 for each in spool.folder.glob(".*.draft"))
            return []

    batch = batch_of(1)
    batch.requests = Curious(batch.requests)
    spool.write(batch)

    assert modes == [0o600]


def test_a_draft_of_a_process_that_died_is_cleared_away(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    spool.write(batch_of(1))
    old, fresh = (spool.folder / name for name in (".old.draft", ".fresh.draft"))
    old.write_text("{")
    fresh.write_text("{")
    os.utime(old, (0, 0))

    assert len(list(spool.waiting())) == 1
    assert (old.exists(), fresh.exists()) == (False, True)


def test_a_spool_that_nobody_made_is_empty(tmp_path: Path) -> None:
    spool = Spool(tmp_path)

    assert not spool.is_full()
    assert list(spool.waiting()) == []
