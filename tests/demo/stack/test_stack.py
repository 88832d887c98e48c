"""The real MariaDB, PHP and nginx: what survives, what starts fast, what is left behind."""

import http.client
import os
import signal
import time
from dataclasses import replace
from pathlib import Path

import pytest

from demo.stack.errors import ServiceDied
from demo.stack.folders import make_folder, make_state
from demo.stack.mariadb import SystemTables
from demo.stack.php_fpm import PhpFpm
from demo.stack.processes import group_members
from demo.stack.stack import LegacyStack

pytestmark = pytest.mark.stack


@pytest.fixture
def own(stack, unprivileged_settings):
    """A stack of this test's own, which it may break."""
    legacy = LegacyStack(unprivileged_settings)
    yield legacy
    legacy.stop()


def test_data_survives_a_restart_that_takes_seconds(own):
    own.start()
    own.database.run("CREATE TABLE kept (id INT)", database="gestion")
    own.database.run("INSERT INTO kept VALUES (7)")
    own.stop()
    again = LegacyStack(own.settings)
    started = time.monotonic()

    try:
        again.start()

        assert time.monotonic() - started < 40
        assert again.database.run("SELECT id FROM kept") == [(7,)]
    finally:
        again.stop()


def test_a_stopped_stack_leaves_no_process(own):
    own.start()
    leaders = [service.pid for service in own.services]
    assert all(group_members(leader) for leader in leaders)

    own.stop()

    assert [group_members(leader) for leader in leaders] == [[], [], []]


def test_everything_runs_as_one_plain_user(stack):
    account = stack.settings.account
    uid = account.uid if account else os.getuid()
    owners = {
        Path(f"/proc/{pid}").stat().st_uid
        for service in stack.services
        for pid in group_members(service.pid)
    }

    assert owners == {uid}
    assert uid != 0


def test_a_database_that_is_killed_has_its_rows_when_it_is_back(own):
    own.start()
    own.database.run("CREATE TABLE kept (id INT) ENGINE=InnoDB")
    own.database.run("INSERT INTO kept VALUES (7)")
    os.kill(own.mariadb.pid, signal.SIGKILL)
    while own.mariadb.is_running():
        time.sleep(0.01)

    own.mariadb.stop()
    own.mariadb.start()
    own.mariadb.wait_ready()

    assert own.database.run("SELECT id FROM kept") == [(7,)]


def test_a_first_start_that_was_cut_short_is_made_again(own):
    make_folder(own.mariadb.data, own.settings.account, 0o700)
    (own.mariadb.data / "ibdata1").write_text("half of a database")

    own.start()

    assert own.database.run("SELECT 1") == [(1,)]


def test_a_database_that_cannot_start_says_why(own, listening):
    make_state(own.settings)
    with listening(own.settings.ports.database):
        own.mariadb.start()
        with pytest.raises(ServiceDied) as died:
            own.mariadb.wait_ready()

    assert "Address already in use" in str(died.value)
    assert "If the disk is full" in str(died.value)


class PhpWithAFault(PhpFpm):
    """An interpreter whose configuration is refused."""

    def pool(self, application):
        return f"\n[{application}]\nlisten = 9\npm = wrong\n"


def test_a_php_that_cannot_start_says_why_and_nothing_is_left(own):
    own.php = PhpWithAFault(own.settings, own.mariadb)

    with pytest.raises(ServiceDied, match="php-fpm stopped by itself with status 78") as died:
        own.start()

    assert "invalid process manager" in str(died.value)
    assert [service.pid for service in own.services] == [None, None, None]


def test_an_application_that_is_missing_is_told(own):
    missing = replace(own.settings, gestion_root=own.settings.state / "nowhere")
    legacy = LegacyStack(missing)
    legacy.start()
    connection = http.client.HTTPConnection("127.0.0.1", missing.ports.gestion, timeout=10)
    connection.request("GET", "/")

    assert connection.getresponse().status == 404
    connection.close()
    legacy.stop()


def test_the_server_is_as_lax_as_an_old_one(stack):
    mode, character_set, zone = stack.database.run(
        "SELECT @@sql_mode, @@character_set_server, TIMEDIFF(NOW(), UTC_TIMESTAMP())"
    )[0]

    assert mode == ""
    assert character_set == "utf8mb3"
    assert zone.total_seconds() in {3600, 7200}


def test_only_loopback_is_listened_on(stack):
    assert stack.database.run("SELECT @@bind_address, @@port") == [
        ("127.0.0.1", stack.settings.ports.database)
    ]


def test_a_first_start_that_is_interrupted_leaves_nobody_at_work(own):
    make_state(own.settings)
    make_folder(own.mariadb.data, own.settings.account, 0o700)
    tables = SystemTables(own.settings, own.mariadb.folder / "my.cnf")
    tables.start()
    leader = tables.pid

    tables.stop()

    assert group_members(leader) == []
    assert not tables.pid_file.exists()


def test_a_first_start_that_fails_says_why(own):
    make_state(own.settings)
    tables = SystemTables(own.settings, own.settings.state / "no-such.cnf")

    with pytest.raises(ServiceDied, match="mariadb-install stopped by itself") as died:
        tables.make()

    assert "no-such.cnf" in str(died.value)
