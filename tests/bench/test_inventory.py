"""The measurement itself, at a size that takes a moment."""

from pathlib import Path

from bench.inventory import guarded, measured


def test_a_small_measurement_counts_every_line(tmp_path: Path) -> None:
    found = measured(tmp_path, modules=5, routes=60, lines=3000)

    assert (found.routes, found.lines) == (62, 3000)
    assert found.entries > found.routes
    assert "lines a second" in str(found)


def test_a_log_may_ask_for_another_address_in_every_line(tmp_path: Path) -> None:
    usual = measured(tmp_path / "usual", modules=5, routes=60, lines=3000)
    found = measured(tmp_path / "different", modules=5, routes=60, lines=3000, is_different=True)

    # Numbers are alike where routes take any: only the words are told apart.
    assert found.addresses > 1400 > usual.addresses


def test_the_guard_reads_as_many_files_as_were_asked_for(tmp_path: Path) -> None:
    found = guarded(tmp_path, 60)

    assert (found.files, len([*(tmp_path / "php/apps").rglob("*.php")])) == (60, 60)
    assert found.mentions > 500
