import json
from pathlib import Path

import pytest

from legacy_bridge.scaffold.writing import Fate, plan_files, write_files

RECORD = Path("modules/x/scaffold.json")
FILES = {"modules/x/a.py": "A = 1\n", "tests/modules/x/test_a.py": "B = 2\n"}


def run(root: Path, files: dict[str, str], spliced: dict[str, str] | None = None) -> dict[str, str]:
    plans = plan_files(root, RECORD, files)
    write_files(root, RECORD, plans, spliced or {})
    return {
        one.path.rpartition("/")[2]: f"{one.fate}{'!' if one.is_outdated else ''}" for one in plans
    }


def test_new_files_are_written_and_recorded(tmp_path: Path) -> None:
    (tmp_path / "lots.py").write_text("before\n")

    assert run(tmp_path, FILES, {"lots.py": "after\n"}) == {"a.py": "new", "test_a.py": "new"}
    assert (tmp_path / "modules/x/a.py").read_text() == "A = 1\n"
    assert (tmp_path / "lots.py").read_text() == "after\n"
    assert set(json.loads((tmp_path / RECORD).read_text())["files"]) == set(FILES)
    assert list(tmp_path.rglob(".*draft")) == []


def test_our_own_files_are_written_again_and_a_persons_never(tmp_path: Path) -> None:
    run(tmp_path, FILES)
    (tmp_path / "tests/modules/x/test_a.py").write_text("B = 3\n")
    again = {"modules/x/a.py": "A = 9\n", "tests/modules/x/test_a.py": "B = 2\n"}

    assert run(tmp_path, again) == {"a.py": "changed", "test_a.py": "kept"}
    assert (tmp_path / "tests/modules/x/test_a.py").read_text() == "B = 3\n"
    assert run(tmp_path, {**again, "tests/modules/x/test_a.py": "B = 7\n"}) == {
        "a.py": "same", "test_a.py": "kept!",
    }  # fmt: skip


def test_a_file_that_was_never_ours_is_kept(tmp_path: Path) -> None:
    (tmp_path / "modules/x").mkdir(parents=True)
    (tmp_path / "modules/x/a.py").write_text("mine\n")

    assert run(tmp_path, FILES) == {"a.py": "kept", "test_a.py": "new"}


def test_a_file_that_somebody_deleted_comes_back(tmp_path: Path) -> None:
    run(tmp_path, FILES)
    (tmp_path / "modules/x/a.py").unlink()

    assert run(tmp_path, FILES) == {"a.py": "new", "test_a.py": "same"}


@pytest.mark.parametrize("stopped_after", range(3))
def test_a_run_that_was_killed_half_way_knows_its_files(tmp_path: Path, stopped_after: int) -> None:
    run(tmp_path, FILES)
    changed = {path: text + "# new\n" for path, text in FILES.items()}

    class Killed(Exception):
        pass

    calls = []

    class Target(type(Path())):  # type: ignore[misc]
        def replace(self, target):
            if len(calls) > stopped_after:
                raise Killed
            calls.append(target)
            return super().replace(target)

    plans = plan_files(tmp_path, RECORD, changed)
    with pytest.raises(Killed):
        write_files(Target(tmp_path), RECORD, plans, {})

    again = run(tmp_path, changed)
    assert set(again.values()) <= {"same", "changed"}
    assert {(tmp_path / p).read_text() for p in FILES} == set(changed.values())


def test_nothing_is_written_when_one_file_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "tests").write_text("a file where a folder should be\n")
    plans = plan_files(tmp_path, RECORD, {"modules/x/a.py": "A = 1\n"})
    blocked = [*plans, type(plans[0])("tests/modules/x/test_a.py", Fate.NEW, "B\n")]

    with pytest.raises(OSError):
        write_files(tmp_path, RECORD, blocked, {})

    assert [one for one in (tmp_path / "modules").rglob("*") if one.is_file()] == []


@pytest.mark.parametrize("record", ["[]", "{}", "{nope"])
def test_a_broken_record_stops_the_run(tmp_path: Path, record: str) -> None:
    (tmp_path / RECORD).parent.mkdir(parents=True)
    (tmp_path / RECORD).write_text(record)

    with pytest.raises(ValueError):
        plan_files(tmp_path, RECORD, FILES)
