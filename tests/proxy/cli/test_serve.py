import json
import os
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from demo.stack.ports import free_ports
from proxy.cli.serve import DOORS, environment_of
from proxy.config import Settings, read_settings
from proxy.flips.entries import Entry, EntryKind
from proxy.flips.journal import Journal, read_journal
from proxy.routing_file.workers import workers
from tests.fakes.routing_files import desk_in
from tests.proxy.cli.conftest import figuier_in

ROOT = Path(__file__).resolve().parents[3]

KEY = "0123456789abcdef0123456789abcdef"


def test_every_process_gets_the_same_secret() -> None:
    drawn = environment_of(Settings(), {}, {})["FIGUIER_SECRET_KEY"]

    assert len(drawn) == 64
    assert environment_of(Settings(), {}, {})["FIGUIER_SECRET_KEY"] != drawn


def test_a_secret_that_was_given_is_kept() -> None:
    environ = {"FIGUIER_SECRET_KEY": KEY}

    assert environment_of(read_settings(environ), environ, {}) == environ


def test_options_win_over_the_environment() -> None:
    environ = {"FIGUIER_SECRET_KEY": KEY, "FIGUIER_PORT": "8000", "PATH": "/bin"}

    found = environment_of(read_settings(environ), environ, {"FIGUIER_PORT": "9000"})

    assert (found["FIGUIER_PORT"], found["PATH"]) == ("9000", "/bin")


def test_nothing_else_steers_the_server() -> None:
    assert "GUNICORN_CMD_ARGS" not in environment_of(
        Settings(), {"GUNICORN_CMD_ARGS": "--forwarded-allow-ips=*"}, {}
    )


@pytest.mark.parametrize(
    "words, message",
    [
        pytest.param(("--port", "0"), "--port", id="no port"),
        pytest.param(("--workers", "0"), "--workers", id="no process"),
        pytest.param(("--door", "barn"), "--door", id="no such door"),
    ],
)
def test_wrong_options_are_refused(figuier, words, message) -> None:
    result = figuier("serve", *words)

    assert result.exit_code == 2
    assert message in result.stderr


def test_it_does_not_start_on_a_bad_file(figuier, folder) -> None:
    (folder / "routing.yaml").write_text("lots: [")

    result = figuier("serve")

    assert result.exit_code == 2
    assert "routing.yaml:" in result.stderr
    assert not (folder / "var").exists()


def test_every_door_is_started_by_our_interpreter() -> None:
    assert all(words[0] == "-m" for words in DOORS.values())


@contextmanager
def serving(folder, door):
    """The real thing behind one door, once two of its processes have said that they are there."""
    environ = os.environ | {
        "FIGUIER_ROUTING_FILE": str(folder / "routing.yaml"),
        "FIGUIER_STATE_DIR": str(folder / "var"),
        "FIGUIER_ACCESS_LOG": "none",
    }
    words = "serve", "--door", door, "--port", str(free_ports(1)[0]), "--workers", "2"
    process = subprocess.Popen([sys.executable, "-m", "proxy.cli", *words], cwd=ROOT, env=environ)
    try:
        deadline = time.monotonic() + 60
        while len(workers(folder / "var")) < 2:
            assert process.poll() is None, "it did not start"
            assert time.monotonic() < deadline, "it did not start in time"
            time.sleep(0.05)
        yield process
    finally:
        process.terminate()
        process.wait(30)


@pytest.fixture(scope="module", params=DOORS)
def behind(request, tmp_path_factory):
    """The folder of a site that runs behind one door, once for what flips and edits do to it."""
    folder = desk_in(tmp_path_factory.mktemp(request.param)).routing_file.parent
    with serving(folder, request.param):
        yield folder


def test_a_flip_is_in_force_in_every_process_within_a_second(behind) -> None:
    took = []
    for stage in ("python", "canary 10%", "legacy"):
        start = time.monotonic()
        result = figuier_in(behind)("flip", "lists", stage, "--why", "x", "--json")
        took.append(time.monotonic() - start)

        found = json.loads(result.stdout)
        assert result.exit_code == 0
        assert found["workers"] == {"all": len(workers(behind / "var")), "behind": []}
        assert found["workers"]["all"] >= 2
    # A busy machine may delay one, hardly all.
    assert min(took) < 1


def test_a_bad_edit_keeps_the_last_good_table_and_the_next_good_one_is_taken_up(behind) -> None:
    figuier = figuier_in(behind)
    path = behind / "routing.yaml"
    good = path.read_text(encoding="utf-8")

    path.write_text("lots: [", encoding="utf-8")
    seen = eventually(lambda: figuier("status", "--json"), all_faulty)
    path.write_text(f"# again\n{good}", encoding="utf-8")
    healed = eventually(lambda: figuier("status", "--json"), lambda found: found["agrees"])

    assert all(worker["fault_since"] for worker in seen["workers"])
    assert len(healed["workers"]) == len(seen["workers"])


def test_an_interrupted_flip_is_settled_at_start(figuier, folder) -> None:
    figuier("flip", "events", "shadow", "--why", "x")
    facts = {"lot": "lists", "from_stage": "legacy", "to_stage": "python", "before": "x"}
    Journal(folder / "var").append(Entry(EntryKind.INTENT, "2026", "robert", **facts))

    with serving(folder, "wsgi"):
        last = read_journal(folder / "var").last

    assert (last.kind, last.lot) == (EntryKind.WITHDRAWN, "lists")


def test_a_broken_journal_does_not_stop_the_door(folder) -> None:
    (folder / "var").mkdir()
    (folder / "var" / "journal.jsonl").write_text("{}\n")

    with serving(folder, "wsgi") as door:
        assert door.poll() is None


def all_faulty(found: dict) -> bool:
    return all(worker["fault"] for worker in found["workers"])


def eventually(look, is_so) -> dict:
    """What is seen as soon as it is so, within a few seconds."""
    deadline = time.monotonic() + 20
    while True:
        found = json.loads(look().stdout)
        if is_so(found) or time.monotonic() > deadline:
            assert is_so(found), found
            return found
        time.sleep(0.05)
