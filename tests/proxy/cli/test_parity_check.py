"""`figuier parity check`."""

import json
from pathlib import Path

import pytest

from proxy.parity.observations import Run as LastRun
from proxy.parity.observations import record_run
from proxy.state_database import StateDatabase
from tests.proxy.cli.conftest import Run

ENTRY = "  - {{ reason: r, owner: claire, expires: {day}, kind: intended, route: '*', field: {field} }}\n"


@pytest.fixture
def modules(folder: Path) -> Path:
    (folder / "modules" / "lists").mkdir(parents=True)
    (folder / "var").mkdir(exist_ok=True)
    return folder / "modules"


def accepted(modules: Path, **days: str) -> None:
    entries = "".join(ENTRY.format(field=field, day=day) for field, day in days.items())
    (modules / "lists" / "parity.yaml").write_text(f"version: 1\naccepted:\n{entries}")


def used(folder: Path, *keys: str) -> None:
    state = StateDatabase(f"sqlite:///{folder}/var/state.sqlite")
    run = LastRun(1.0, 3, 3, frozenset(keys))
    record_run(state, "lists", "v1", origin="crawl", at=1.0, run=run)
    state.close()


def test_an_entry_in_date_that_was_needed_is_no_fault(figuier: Run, modules: Path) -> None:
    accepted(modules, title="2999-01-01")
    used(modules.parent, "* title")
    done = figuier("parity", "check", FIGUIER_PARITY_DIR=str(modules))

    assert (done.exit_code, "0 faults" in done.output) == (0, True), done.output


def test_an_expired_and_an_unused_entry_fail(figuier: Run, modules: Path) -> None:
    accepted(modules, title="2020-01-01", idle="2999-01-01")
    used(modules.parent, "* title")
    done = figuier("parity", "check", "lists", "--json", FIGUIER_PARITY_DIR=str(modules))
    told = json.loads(done.output)

    assert done.exit_code == 1
    assert [fault.partition(";")[0] for fault in told["faults"]["lists"]] == [
        "* title: expired on 2020-01-01", "* idle: unused in the last run",
    ]  # fmt: skip


def test_an_entry_of_a_lot_that_never_ran_is_unused(figuier: Run, modules: Path) -> None:
    accepted(modules, title="2999-01-01")

    assert figuier("parity", "check", FIGUIER_PARITY_DIR=str(modules)).exit_code == 1


def test_a_parity_file_with_mistakes_is_refused(figuier: Run, modules: Path) -> None:
    (modules / "lists" / "parity.yaml").write_text("version: 2\nmask: []\n")
    done = figuier("parity", "check", FIGUIER_PARITY_DIR=str(modules))

    assert done.exit_code == 2
    assert "'mask' is not a key" in done.stderr
