"""Where the routing file is changed."""

from pathlib import Path

import pytest

from proxy.errors import ReasonMissing
from proxy.flips.desk import digest_of, present, reason, settled_journal
from proxy.flips.entries import EntryKind
from tests.fakes.routing_files import desk_in, routing_text


def test_the_journal_hears_of_a_first_file(tmp_path: Path) -> None:
    desk = desk_in(tmp_path)
    data = desk.routing_file.read_bytes()

    assert [entry.kind for entry in settled_journal(desk, data).reading.entries] == [EntryKind.NOTE]
    assert len(settled_journal(desk, data).reading.entries) == 1


def test_a_file_that_cannot_be_read_has_a_digest_and_no_stages() -> None:
    found = present(b"lots: [", "routing.yaml")

    assert (found.digest, found.stages) == (digest_of(b"lots: ["), None)
    assert present(routing_text().encode(), "routing.yaml").stages == {
        "lists": "legacy", "events": "legacy", "old_pages": "retired",
    }  # fmt: skip
    assert digest_of(b"") == ""


@pytest.mark.parametrize("why", ["", " ", "two\nlines", "a\tb"])
def test_a_reason_is_one_line_that_can_be_read(why: str) -> None:
    with pytest.raises(ReasonMissing, match="say why, in one line"):
        reason(why)


def test_a_reason_is_kept_without_the_space_around_it() -> None:
    assert reason(" sprint 1 ") == "sprint 1"
