import os
import shutil
import socket
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session

from demo.stack.database import Database as Demo
from demo.stack.errors import ProgramMissing
from demo.stack.folders import make_state
from demo.stack.mariadb import MariaDb
from demo.stack.ports import free_ports
from demo.stack.settings import Ports as StackPorts
from demo.stack.settings import StackSettings, account_named
from modules.kernel.application import Ports, create_site
from modules.kernel.clock import WallClock
from modules.kernel.database import STRICT, ConnectionRules, Database, is_unavailable, transaction
from tests.fakes.gardens import GARDENS_LOT, Garden, planted
from tests.fakes.processes import hung
from tests.fakes.visits import FakeVisit, FakeVisits

TABLE = """CREATE TABLE garden (
  id BIGINT AUTO_INCREMENT PRIMARY KEY, nom VARCHAR(20) NOT NULL, notes LONGTEXT, genre
  ENUM('potager', 'verger') NOT NULL, surface DECIMAL(8,2), arbres INT, ouvert TINYINT(1),
  voisin_id BIGINT, created_at DATETIME, updated_at DATETIME, slug VARCHAR(255) UNIQUE
) DEFAULT CHARSET=utf8mb3"""


@pytest.fixture(scope="module")
def mariadb() -> Iterator[MariaDb]:
    """A server of this module's own, to be stopped and started."""
    folder = Path(tempfile.mkdtemp(prefix="figuier-kernel-"))
    folder.chmod(0o755)
    account = account_named("www-data") if os.geteuid() == 0 else None
    ports = StackPorts(*free_ports(4))
    server = MariaDb(StackSettings(state=folder, ports=ports, account=account))
    try:
        make_state(server.settings)
        server.start()
        server.wait_ready()
        Demo(server).run(TABLE)
        yield server
    except ProgramMissing as missing:
        pytest.skip(f"{missing}")
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def connected(url: str, sql_mode: str = "") -> Database:
    return Database(url, WallClock(), ConnectionRules(sql_mode=sql_mode))


def visitor(database: Database) -> FlaskClient:
    visit = FakeVisit({"*"}, user_id=1)
    return create_site("gestion", [GARDENS_LOT], Ports(FakeVisits(visit), database)).test_client()


def assert_away(client: FlaskClient, within_s: float = 15) -> None:
    began = time.monotonic()
    page = client.get("/jardins")

    assert time.monotonic() - began < within_s
    assert page.status_code == 503
    assert int(page.headers["Retry-After"]) > 0
    assert "momentanément indisponible" in page.text
    for secret in ("Traceback", "mysql", "sekret"):
        assert secret not in page.text


def test_a_database_that_refuses_connections_is_a_503() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]

        assert_away(visitor(connected(f"mysql://gestion:sekret@127.0.0.1:{port}/gestion")))


def test_a_database_that_takes_connections_and_says_nothing_is_a_503() -> None:
    with socket.socket() as mute:
        mute.bind(("127.0.0.1", 0))
        mute.listen()
        port = mute.getsockname()[1]

        assert_away(visitor(connected(f"mysql://gestion:sekret@127.0.0.1:{port}/gestion")))


def test_a_site_without_database_says_so() -> None:
    site = create_site("gestion", [GARDENS_LOT], Ports(FakeVisits(FakeVisit({"*"}, user_id=1))))

    assert_away(site.test_client())


def test_a_database_that_stops_is_a_503_and_comes_back_by_itself(mariadb: MariaDb) -> None:
    client = visitor(connected(Demo(mariadb).url))
    assert client.get("/jardins").status_code == 200

    mariadb.stop()
    assert_away(client)
    mariadb.start()
    mariadb.wait_ready()

    assert [client.get("/jardins").status_code for _ in range(3)] == [200] * 3


def test_a_database_that_hangs_is_a_503_and_comes_back_by_itself(mariadb: MariaDb) -> None:
    client = visitor(connected(Demo(mariadb).url))
    assert client.get("/jardins").status_code == 200

    with hung(mariadb.pid):
        assert_away(client)

    assert client.get("/jardins").status_code == 200


def test_a_database_that_hangs_costs_no_visitor_more_when_many_ask(mariadb: MariaDb) -> None:
    site = connected(Demo(mariadb).url)
    clients = [visitor(site) for _ in range(12)]
    for client in clients[:4]:
        assert client.get("/jardins").status_code == 200

    with hung(mariadb.pid), ThreadPoolExecutor(len(clients)) as pool:
        for asked in [pool.submit(assert_away, client, 3.0) for client in clients]:
            asked.result()


def test_a_database_that_hangs_in_the_middle_of_a_page_is_away_too(mariadb: MariaDb) -> None:
    rules = ConnectionRules(read_timeout_s=1)
    with Database(Demo(mariadb).url, WallClock(), rules).session() as session:
        session.execute(text("SELECT 1"))
        with hung(mariadb.pid), pytest.raises(OperationalError) as failure:
            session.execute(text("SELECT 1"))

    assert is_unavailable(failure.value)


def test_a_read_only_database_shows_pages_and_refuses_writes_for_the_moment(
    mariadb: MariaDb,
) -> None:
    client = visitor(connected(Demo(mariadb).url))
    token = FakeVisit().form_token("GardenForm")
    form = {"garden[nom]": "Clos", "garden[genre]": "verger", "garden[_csrf_token]": token}
    as_root(mariadb, "SET GLOBAL read_only = 1")
    try:
        assert client.get("/jardins").status_code == 200
        assert client.post("/jardins", data=form).status_code == 503
    finally:
        as_root(mariadb, "SET GLOBAL read_only = 0")

    assert client.post("/jardins", data=form).status_code == 302


def as_root(mariadb: MariaDb, sql: str) -> None:
    connection = Demo(mariadb).connect(user="root", database="mysql")
    connection.cursor().execute(sql)
    connection.close()


def test_the_lax_mode_cuts_what_does_not_fit_as_php_does(mariadb: MariaDb) -> None:
    with connected(Demo(mariadb).url).session() as session:
        garden = Garden(name="x" * 30, kind="jungle", notes="🙂 perdu")
        with transaction(session):
            session.add(garden)
        session.expire_all()

        assert (garden.name, garden.kind, garden.notes) == ("x" * 20, "", "? perdu")


def test_the_strict_mode_refuses_it(mariadb: MariaDb) -> None:
    with connected(Demo(mariadb).url, STRICT).session() as session:
        session.add(Garden(name="x" * 30, kind="verger"))

        with pytest.raises(Exception, match="Data too long"):
            session.flush()


def test_dates_that_are_no_days_survive_an_edit(mariadb: MariaDb) -> None:
    demo = Demo(mariadb)
    demo.run(
        "INSERT INTO garden (nom, genre, created_at, updated_at)"
        " VALUES ('Vieux', 'potager', '0000-00-00', '2010-00-00 10:00:00')"
    )
    with connected(demo.url).session() as session, transaction(session):
        garden = session.scalars(select(Garden).where(Garden.name == "Vieux")).one()
        garden.notes = "vu"

    ((created, updated),) = demo.run(
        "SELECT CAST(created_at AS CHAR), updated_at FROM garden WHERE nom = 'Vieux'"
    )
    assert created == "0000-00-00 00:00:00"
    assert updated is not None


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return planted(f"sqlite:///{tmp_path}/gardens.db").engine


def test_a_wrong_statement_is_no_absence(engine: Engine) -> None:
    with engine.connect() as connection, pytest.raises(OperationalError) as failure:
        connection.execute(text("SELECT nothing"))

    assert not is_unavailable(failure.value)


def test_a_refused_row_is_no_absence(tmp_path: Path) -> None:
    with planted(f"sqlite:///{tmp_path}/g.db").session() as session:
        session.add_all([Garden(name="a", kind="verger", slug="s") for _ in range(2)])
        with pytest.raises(IntegrityError) as failure:
            session.flush()

    assert not is_unavailable(failure.value)
    assert "INSERT" in str(failure.value)
    assert "parameters hidden" in str(failure.value)


def fail_after_flushing(session: Session) -> None:
    session.flush()
    raise ZeroDivisionError


def test_a_transaction_keeps_all_or_nothing(tmp_path: Path) -> None:
    with planted(f"sqlite:///{tmp_path}/g.db").session() as session:
        before = session.query(Garden).count()
        session.add(Garden(name="a", kind="verger"))
        with pytest.raises(ZeroDivisionError), transaction(session):
            fail_after_flushing(session)

        assert session.query(Garden).count() == before
