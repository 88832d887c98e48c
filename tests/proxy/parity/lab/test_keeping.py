"""A run kept for the gates."""

from pathlib import Path

import pytest

from proxy.config import Settings
from proxy.errors import StateDatabaseUnavailable
from proxy.parity.lab.checks import Check, Report
from proxy.parity.lab.keeping import keep
from proxy.parity.ledger import Settled
from proxy.parity.observations import last_run
from proxy.state_database import open_state

NOW = 1_800_000_000.0


def report() -> Report:
    made = Report("lists", "gestion", "python")
    made.checks.append(Check("read", "assistant", "GET /lists", "/lists", "the list", Settled()))
    return made


def test_a_run_is_the_last_one_of_its_lot(tmp_path: Path) -> None:
    settings = Settings(state_dir=tmp_path / "var", parity_dir=tmp_path)

    keep(report(), settings, NOW)

    state = open_state(settings)
    done = last_run(state, "lists")
    state.close()
    assert done is not None
    assert (done.at, done.samples, done.matches) == (NOW, 1, 1)


def test_a_state_database_that_is_away_is_told(tmp_path: Path) -> None:
    url = "mysql+mysqldb://nobody@127.0.0.1:1/none"
    settings = Settings(state_dir=tmp_path / "var", parity_dir=tmp_path, state_database_url=url)

    with pytest.raises(StateDatabaseUnavailable):
        keep(report(), settings, NOW)
