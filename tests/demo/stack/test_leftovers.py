import pytest

from demo.stack.folders import make_state
from demo.stack.leftovers import stop_leftovers
from demo.stack.processes import Trace, boot_id, group_members
from tests.fakes.daemons import STUBBORN, FakeDaemon


@pytest.fixture
def forgotten(unprivileged_settings):
    make_state(unprivileged_settings)
    daemon = FakeDaemon(unprivileged_settings, STUBBORN)
    daemon.start()
    daemon.wait_ready()
    yield daemon
    daemon.stop()


def test_what_an_earlier_start_left_is_stopped_and_told(forgotten):
    leader = forgotten.pid

    told = stop_leftovers(forgotten.settings, patience_s=0.3)

    assert told == [f"Stopped fake (process {leader}), left by an earlier start."]
    assert group_members(leader) == []
    assert not forgotten.pid_file.exists()


def test_a_process_that_only_has_the_same_number_is_spared(forgotten):
    forgotten.pid_file.write_text(str(Trace(forgotten.pid, 1, boot_id())))

    assert stop_leftovers(forgotten.settings) == []
    assert forgotten.is_running()


def test_without_leftovers_nothing_is_told(unprivileged_settings):
    make_state(unprivileged_settings)

    assert stop_leftovers(unprivileged_settings) == []
