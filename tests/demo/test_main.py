"""The launcher as a person meets it: a command, what it prints, what it leaves."""

import http.client
import os
import shutil
import signal
import subprocess
import sys
import time

import pytest

from demo.__main__ import main
from demo.stack.processes import group_members, read_trace
from demo.stack.settings import CHECKOUT, PORT_SETTINGS
from tests.conftest import stack_settings, state_folder

pytestmark = pytest.mark.stack


class Launcher:
    """`python -m demo` in a process group of its own, as a terminal starts it."""

    def __init__(self, settings):
        self.settings = settings
        routing_file = settings.state / "routing.yaml"
        shutil.copyfile(CHECKOUT / "routing.yaml", routing_file)
        ports = {PORT_SETTINGS[name]: str(settings.port_of(name)) for name in PORT_SETTINGS}
        self.environment = {
            **os.environ,
            **ports,
            "FIGUIER_STATE_DIR": str(settings.state),
            "FIGUIER_ROUTING_FILE": str(routing_file),
        }
        self.process = None
        self.said = settings.state / "launcher.txt"

    def start(self, *words):
        with self.said.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "demo", *words],
                cwd=CHECKOUT,
                env=self.environment,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def wait_ready(self):
        started = time.monotonic()
        while "Figuier is ready" not in self.said.read_text():
            assert self.process.poll() is None, self.said.read_text()
            assert time.monotonic() - started < 60, self.said.read_text()
            time.sleep(0.05)

    def leaders(self):
        """The processes its pid files name."""
        return [
            read_trace(path).pid for path in sorted((self.settings.state / "run").glob("*.pid"))
        ]

    def status_of(self, host):
        connection = http.client.HTTPConnection("127.0.0.1", self.settings.ports.proxy, timeout=20)
        connection.request("GET", "/", headers={"Host": host})
        response = connection.getresponse()
        response.read()
        connection.close()
        return response.status

    def call(self, *words):
        return subprocess.run(
            [sys.executable, "-m", "demo", *words],
            cwd=CHECKOUT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    def is_running(self):
        return self.process is not None and self.process.poll() is None

    def stop(self):
        if self.is_running():
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(60)


@pytest.fixture(scope="module")
def first(stack):
    """A launcher that was started once, and what it said: the first start makes and loads all."""
    folder = state_folder()
    made = Launcher(stack_settings(folder))
    try:
        made.start()
        made.wait_ready()
        yield made, made.said.read_text()
    finally:
        made.stop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def launcher(first):
    """It, running."""
    made, _ = first
    if not made.is_running():
        made.start()
        made.wait_ready()
    return made


def test_it_starts_tells_stops_and_leaves_nothing(launcher):
    leaders = launcher.leaders()

    assert len(leaders) == 4
    assert launcher.status_of("gestion.localhost") in {200, 302, 401}
    assert launcher.status_of("vitrine.localhost") == 200
    assert launcher.status_of("elsewhere.localhost") == 421

    os.killpg(launcher.process.pid, signal.SIGINT)
    assert launcher.process.wait(60) == 0
    assert "Stopping proxy, nginx, php-fpm, mariadb" in launcher.said.read_text()
    assert [group_members(leader) for leader in leaders] == [[], [], [], []]


def test_a_second_start_loads_nothing(first):
    launcher, said = first
    assert "Loading the small invented data" in said
    launcher.stop()

    launcher.start()

    launcher.wait_ready()
    assert "Loading" not in launcher.said.read_text()


def test_a_second_launcher_is_told_about_the_first(launcher):
    done = launcher.call()

    assert done.returncode == 1
    assert f"already runs (process {launcher.process.pid})" in done.stderr


def test_data_can_be_reloaded_under_a_running_demo_and_without_one(launcher):
    assert "into the running demo" in launcher.call("data", "--size", "small").stdout
    assert launcher.call("stop").stdout == "Stopped.\n"
    assert launcher.process.wait(10) == 0

    done = launcher.call("data")

    assert (done.returncode, done.stdout) == (0, "Loading the small invented data…\n")
    assert launcher.call("stop").stdout == "Nothing of the demo runs.\n"


def test_a_killed_launcher_takes_its_programs_along_and_the_next_one_starts(launcher):
    leaders = launcher.leaders()
    launcher.process.kill()
    launcher.process.wait()

    deadline = time.monotonic() + 30
    while any(group_members(leader) for leader in leaders):
        assert time.monotonic() < deadline
        time.sleep(0.05)

    launcher.start()
    launcher.wait_ready()


@pytest.mark.parametrize(
    "words, environment, message",
    [
        pytest.param([], {"FIGUIER_PORT": "x"}, "FIGUIER_PORT='x'", id="bad setting"),
        pytest.param(["stop"], {"FIGUIER_DEMO_DATA": "x"}, "small or large", id="bad size"),
    ],
)
def test_a_fault_is_one_message_not_a_traceback(words, environment, message, capsys):
    assert main(words, environment) == 1

    said = capsys.readouterr().err
    assert message in said
    assert "Traceback" not in said


def test_an_unknown_command_is_answered_with_the_usage(capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["strat"], {})

    assert stopped.value.code == 2
    assert "usage: python -m demo" in capsys.readouterr().err
