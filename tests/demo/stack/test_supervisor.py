import os
import signal
import threading
import time
from types import SimpleNamespace

import pytest

from demo.stack.errors import AlreadyRunning, PortTaken, ServiceDied
from demo.stack.folders import make_state
from demo.stack.processes import group_members
from demo.stack.supervisor import Supervisor, held, running_launcher, stop_running
from tests.fakes.daemons import CRASHING, FakeDaemon

#: Notes its end in a file that all share, so that the order shows.
NOTING = (
    "import signal, sys, time\n"
    "def end(*_):\n"
    "    print({name!r}, file=open({notes!r}, 'a')); sys.exit(0)\n"
    "signal.signal(15, end); print('up', flush=True); time.sleep(60)"
)


class Data:
    """Invented data that remembers what was loaded."""

    def __init__(self, loaded=""):
        self.loaded = loaded

    def load(self, size):
        self.loaded = size


@pytest.fixture
def supervised(unprivileged_settings):
    """A supervisor of three programs and a proxy, none of them real."""
    make_state(unprivileged_settings)
    notes = unprivileged_settings.state / "tmp" / "notes"

    def daemon(name):
        return FakeDaemon(
            unprivileged_settings, NOTING.format(name=name, notes=str(notes)), name=name
        )

    legacy = SimpleNamespace(
        settings=unprivileged_settings,
        services=(daemon("mariadb"), daemon("php-fpm"), daemon("nginx")),
        database=Data(),
    )
    said = []
    supervisor = Supervisor(legacy, daemon("proxy"), said.append)
    supervisor.said, supervisor.notes = said, notes
    before = {number: signal.getsignal(number) for number in (2, 15, 1)}
    yield supervisor
    for number, action in before.items():
        signal.signal(number, action)
    for service in supervisor.services:
        service.stop()


def ask_to_stop(number=signal.SIGTERM):
    os.kill(os.getpid(), number)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_all_in_reverse_order(supervised, number):
    def welcome():
        threading.Timer(0.1, ask_to_stop, [number]).start()
        return "welcome"

    assert supervised.run(welcome) == 0
    assert "welcome" in supervised.said
    assert supervised.notes.read_text().split() == ["proxy", "nginx", "php-fpm", "mariadb"]


def test_a_signal_while_starting_stops_what_had_started(supervised):
    proxy = supervised.proxy
    proxy.script = "import time; time.sleep(60)"
    threading.Timer(1.0, ask_to_stop).start()

    assert supervised.run(lambda: "welcome") == 0
    assert "welcome" not in supervised.said
    assert proxy.pid is None
    assert supervised.notes.read_text().split() == ["nginx", "php-fpm", "mariadb"]


def test_a_program_that_cannot_start_stops_the_others(supervised):
    nginx = supervised.legacy.services[2]
    nginx.script = CRASHING

    with pytest.raises(ServiceDied, match="no such table"):
        supervised.run(lambda: "welcome")

    assert supervised.notes.read_text().split() == ["php-fpm", "mariadb"]


def test_a_taken_port_is_told_before_anything_starts(supervised, listening):
    port = supervised.legacy.settings.ports.gestion
    with listening(port), pytest.raises(PortTaken, match=f"Port {port}, which gestion needs"):
        supervised.run(lambda: "welcome")

    assert all(service.pid is None for service in supervised.services)


def test_data_is_loaded_once(supervised):
    supervised.legacy.database.loaded = "large"
    supervised.load()

    assert supervised.legacy.database.loaded == "large"
    assert "`make data SIZE=small` replaces it" in supervised.said[-1]


def test_a_dead_program_is_explained_and_started_again(supervised):
    supervised.start()
    php = supervised.legacy.services[1]
    first = php.pid
    os.kill(first, signal.SIGKILL)
    while php.is_running():
        time.sleep(0.01)

    supervised.revive(php)

    assert php.is_running()
    assert php.pid != first
    assert any("php-fpm was killed by signal 9" in each for each in supervised.said)
    assert supervised.said[-1] == "php-fpm answers again."


def test_a_program_that_dies_twice_stops_everything(supervised):
    def welcome():
        threading.Thread(target=kill_twice, daemon=True).start()
        return "welcome"

    def kill_twice():
        php = supervised.legacy.services[1]
        first = php.pid
        os.kill(first, signal.SIGKILL)
        while php.pid in {first, None} or not php.is_ready():
            time.sleep(0.01)
        os.kill(php.pid, signal.SIGKILL)

    with pytest.raises(ServiceDied, match="died twice within 60 s, so the demo stops"):
        supervised.run(welcome)

    assert all(service.pid is None for service in supervised.services)


def test_one_launcher_holds_a_state_folder(unprivileged_settings):
    with held(unprivileged_settings):
        assert running_launcher(unprivileged_settings) == os.getpid()
        words = f"already runs \\(process {os.getpid()}\\)"
        with pytest.raises(AlreadyRunning, match=words), held(unprivileged_settings):
            pass

    assert running_launcher(unprivileged_settings) is None


def test_stopping_what_does_not_run_says_so(unprivileged_settings):
    make_state(unprivileged_settings)
    said = []

    assert stop_running(unprivileged_settings, said.append) == 0
    assert said == ["Nothing of the demo runs."]


def test_stop_ends_what_a_killed_launcher_left(supervised):
    service = supervised.legacy.services[0]
    service.start()
    service.wait_ready()
    leader = service.pid
    said = []

    assert stop_running(service.settings, said.append) == 0
    assert f"Stopped mariadb (process {leader})" in said[0]
    assert group_members(leader) == []
