import os
import signal
import time

import pytest

from demo.stack.daemon import program, surviving_no_parent
from demo.stack.errors import ProgramMissing, ServiceDied, ServiceSilent
from demo.stack.folders import make_state
from demo.stack.processes import group_members, read_trace, trace
from tests.fakes.daemons import CRASHING, STEADY, STUBBORN, FakeDaemon


@pytest.fixture
def daemon(unprivileged_settings):
    made = []

    def make(script=STEADY):
        make_state(unprivileged_settings)
        made.append(FakeDaemon(unprivileged_settings, script))
        return made[-1]

    yield make
    for each in made:
        each.stop()


def test_a_started_program_runs_until_it_is_stopped(daemon):
    steady = daemon()
    steady.start()
    steady.wait_ready()
    leader = steady.pid

    assert steady.is_running()

    steady.stop()
    assert not steady.is_running()
    assert group_members(leader) == []
    assert not steady.pid_file.exists()


def test_its_pid_file_tells_which_process_it_was(daemon):
    steady = daemon()
    steady.start()

    assert read_trace(steady.pid_file) == trace(steady.pid)


def test_no_program_of_the_demo_runs_as_root(daemon):
    steady = daemon("import os; print(os.getresuid(), os.getgroups()); print('up')")
    steady.start()
    steady.wait_ready()

    said = steady.log.read_text()
    assert "(0," not in said
    assert "[0" not in said


def test_a_program_that_refuses_to_end_is_killed_with_its_children(daemon):
    stubborn = daemon(STUBBORN)
    stubborn.start()
    stubborn.wait_ready()
    leader = stubborn.pid
    assert len(group_members(leader)) == 2

    stubborn.stop()

    assert group_members(leader) == []


def test_a_program_that_dies_at_start_is_explained(daemon):
    crashing = daemon(CRASHING)
    crashing.start()

    with pytest.raises(ServiceDied) as died:
        crashing.wait_ready()

    message = str(died.value)
    assert "fake stopped by itself with status 3." in message
    assert "| no such table" in message
    assert str(crashing.log) in message
    assert "Mend fake." in message


def test_a_killed_program_says_by_which_signal(daemon):
    steady = daemon()
    steady.start()
    steady.wait_ready()
    os.kill(steady.pid, signal.SIGKILL)
    while steady.is_running():
        time.sleep(0.01)

    assert "killed by signal 9" in steady.explanation()


def test_a_program_that_never_answers_is_stopped_and_told(daemon):
    silent = daemon("import time; time.sleep(60)")
    silent.start_limit_s = 0.2
    silent.start()
    leader = silent.pid

    with pytest.raises(ServiceSilent, match="did not answer within"):
        silent.wait_ready()

    assert group_members(leader) == []


def test_only_the_last_start_is_quoted(daemon):
    crashing = daemon("import sys; print('first words'); sys.exit(1)")
    crashing.start()
    with pytest.raises(ServiceDied):
        crashing.wait_ready()
    crashing.stop()
    crashing.script = CRASHING
    crashing.start()

    with pytest.raises(ServiceDied) as died:
        crashing.wait_ready()

    assert "first words" not in str(died.value)


def test_stopping_what_was_never_started_is_nothing(daemon):
    daemon().stop()


def test_a_terminal_s_variables_are_not_passed_on(daemon, monkeypatch):
    monkeypatch.setenv("PHPRC", "/elsewhere")
    steady = daemon("import os; print(sorted(os.environ)); print('up')")
    steady.start()
    steady.wait_ready()

    said = steady.log.read_text()
    assert "PHPRC" not in said
    assert "'TZ'" in said


def test_a_missing_program_names_its_debian_package():
    with pytest.raises(ProgramMissing, match="Debian package some-package"):
        program("no-such-program", package="some-package")


def test_a_program_ends_with_a_launcher_that_was_killed():
    assert surviving_no_parent(["x"])[1:] == ["--pdeathsig", "TERM", "--", "x"]
