from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from proxy.wiring import session_counts
from proxy.wiring.session_counts import DayCount, SessionCounts


@dataclass
class HandClock:
    moment: datetime = datetime(2026, 11, 23, 10, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment


def test_a_session_counts_once_a_day_whatever_process_sees_it(tmp_path: Path) -> None:
    clock = HandClock()
    one, other = SessionCounts(tmp_path, clock), SessionCounts(tmp_path, clock)
    for counts in (one, other, one):
        counts.note("abc", is_signed_in=True)
        counts.note("def", is_signed_in=False)
        counts.note("def", is_signed_in=True)
    one.note("ghi", is_signed_in=False)
    clock.moment = datetime(2026, 11, 24, tzinfo=UTC)
    one.note("abc", is_signed_in=False)

    assert other.by_day() == {"2026-11-23": DayCount(3, 2), "2026-11-24": DayCount(1, 0)}


def test_a_file_leads_back_to_no_session(tmp_path: Path) -> None:
    clock = HandClock()
    counts = SessionCounts(tmp_path, clock)
    counts.note("abc", is_signed_in=True)
    first = (tmp_path / "2026-11-23.seen").read_text()
    clock.moment = datetime(2026, 11, 24, tzinfo=UTC)
    counts.note("abc", is_signed_in=True)

    assert "abc" not in first
    assert (tmp_path / "2026-11-24.seen").read_text() != first
    assert (tmp_path / "2026-11-23.seen").stat().st_mode & 0o007 == 0


def test_a_days_file_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session_counts, "LARGEST_FILE", 190)
    counts = SessionCounts(tmp_path, HandClock())
    for number in range(50):
        counts.note(str(number), is_signed_in=False)

    assert counts.by_day() == {"2026-11-23": DayCount(10, 0)}


def test_a_folder_that_cannot_be_written_costs_the_count_alone(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    counts = SessionCounts(tmp_path / "file" / "below", HandClock())

    counts.note("abc", is_signed_in=True)
    assert counts.by_day() == {}
