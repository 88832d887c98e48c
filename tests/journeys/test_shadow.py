"""A lot at shadow: visitors are answered by PHP, Python is asked behind their backs, nothing changes."""

import hashlib
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from demo.stack.database import Database
from demo.stack.pristine import PRISTINE, fingerprints, tables
from proxy.parity.shadow.counts import published
from proxy.parity.shadow.places import counts_file
from proxy.parity.tables import PARITY_CAUSES, PARITY_DAYS
from proxy.state_database import StateDatabase
from tests.fakes.gestion_visitor import GestionVisitor
from tests.journeys.conftest import Product

pytestmark = pytest.mark.stack

PAGES = ("/communes", "/quartiers/new", "/etablissements/3/edit", "/partenaires", "/modes_garde")


@pytest.fixture(scope="module")
def shadowed(product: Product) -> Iterator[Product]:
    """The product with the reference lists at shadow."""
    product.flip("reference_lists", "shadow")
    # The first record calls for the shadow, which is there a second later.
    visitor = GestionVisitor(product).sign_in("admin")
    assert until(lambda: (visitor.get("/communes"), counted(product, "compared"))[1] > 0, 30)
    yield product
    product.rollback("reference_lists")


def until(happens: Callable[[], bool], patience_s: float) -> bool:
    deadline = time.monotonic() + patience_s
    while not happens():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def counted(product: Product, name: str) -> int:
    found = published(product.stack.settings.state)
    value = 0 if found is None else found[name]
    assert isinstance(value, int)
    return value


def rows(database: Database) -> dict[str, object]:
    """What changes when any row does."""
    connection = database.connect()
    try:
        cursor = connection.cursor()
        return dict(fingerprints(cursor, "gestion", tables(cursor, PRISTINE)))
    finally:
        connection.close()


def files(*folders: Path) -> dict[str, str]:
    return {
        str(path): hashlib.sha256(path.read_bytes()).hexdigest()
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file()
    }


def settled_down(product: Product) -> None:
    """Until every shadow is judged, and two tellings in a row say so."""
    path = counts_file(product.stack.settings.state)
    told: list[tuple[float, object]] = [(path.stat().st_mtime, None)]

    def is_quiet() -> bool:
        moment = path.stat().st_mtime
        if moment == told[-1][0]:
            return False
        found = published(product.stack.settings.state) or {}
        ends = ("compared", "timed_out", "failed", "dropped", "lost")
        done = sum(found[name] for name in ends) + sum(found["unfit"].values())
        told.append((moment, found["received"]))
        return bool(found["received"] == done == told[-2][1])

    assert until(is_quiet, 120), published(product.stack.settings.state)


def seen_routes(product: Product) -> dict[str, tuple[int, int]]:
    """Samples and matches by route, as the state database has them."""
    state = StateDatabase(f"sqlite:///{product.stack.settings.state}/state.sqlite")
    with state.read() as connection:
        found = connection.execute(select(PARITY_DAYS)).mappings().all()
    return {row["route"]: (row["samples"], row["matches"]) for row in found}


def causes(product: Product) -> list[str]:
    state = StateDatabase(f"sqlite:///{product.stack.settings.state}/state.sqlite")
    with state.read() as connection:
        return [str(dict(row)) for row in connection.execute(select(PARITY_CAUSES)).mappings()]


def test_pages_of_a_signed_in_visitor_match_and_become_proof(shadowed: Product) -> None:
    visitor = GestionVisitor(shadowed).sign_in("claire.martin")
    settled_down(shadowed)
    before = counted(shadowed, "matched")
    for page in PAGES * 2:
        assert visitor.get(page).status_code == 200
    settled_down(shadowed)

    found = published(shadowed.stack.settings.state)
    assert found
    assert counted(shadowed, "matched") - before == 2 * len(PAGES), (found, causes(shadowed))
    assert (found["failed"], found["timed_out"]) == (0, 0), found
    seen = seen_routes(shadowed)
    assert {f"GET {page}.:sf_format" for page in ("/communes", "/quartiers/new")} <= set(seen)
    assert all(samples == matches for samples, matches in seen.values())


def test_a_flash_message_is_seen_by_both(shadowed: Product) -> None:
    """PHP takes the message away with its page; the frozen session still has it."""
    visitor = GestionVisitor(shadowed).sign_in("admin")
    before = counted(shadowed, "matched")
    form = visitor.get("/communes/3/edit")
    assert form.status_code == 200
    assert visitor.get("/communes/3/ListDupliquer").status_code == 302
    assert "dupliquée" in visitor.get("/communes/3/edit").text
    settled_down(shadowed)

    told = published(shadowed.stack.settings.state)
    assert counted(shadowed, "matched") - before == 2, (told, causes(shadowed))


@pytest.mark.parametrize(
    "rounds", [20, pytest.param(2000, marks=pytest.mark.soak)], ids=["few", "ten thousand"]
)
def test_shadows_change_no_row_no_session_byte_and_send_no_mail(
    shadowed: Product, database: Database, rounds: int
) -> None:
    visitor = GestionVisitor(shadowed).sign_in("admin")
    state = shadowed.stack.settings.state
    sessions, mails = shadowed.stack.settings.sessions("gestion"), state / "gestion" / "mail"
    visitor.get("/communes")
    settled_down(shadowed)
    before = rows(database), set(files(sessions)), files(mails, state / "mail")
    asked = counted(shadowed, "compared")
    cookies = dict(visitor.session.cookies)
    for _ in range(rounds):
        for page in PAGES:
            visitor.get(page)
    settled_down(shadowed)
    last = visitor.stored()
    after_shadows = rows(database), set(files(sessions)), files(mails, state / "mail")

    assert after_shadows == before
    assert visitor.stored() == last
    assert dict(visitor.session.cookies) == cookies
    assert counted(shadowed, "compared") >= asked + rounds


def test_posts_and_writing_gets_are_asked_once(shadowed: Product, database: Database) -> None:
    visitor = GestionVisitor(shadowed).sign_in("admin")
    settled_down(shadowed)
    compared = counted(shadowed, "compared")
    towns = database.run("SELECT COUNT(*) FROM commune")[0][0]
    unfit = published(shadowed.stack.settings.state)["unfit"].get("writes", 0)  # type: ignore[index]
    visitor.get("/communes/3/ListDupliquer")
    answer = visitor.post("/communes", {"commune[nom]": "Une fois"})
    assert answer.status_code == 200
    settled_down(shadowed)

    assert database.run("SELECT COUNT(*) FROM commune")[0][0] == towns + 1
    assert counted(shadowed, "compared") == compared
    assert published(shadowed.stack.settings.state)["unfit"]["writes"] == unfit + 1  # type: ignore[index]


def test_in_canary_php_is_asked_behind_pythons_back(shadowed: Product) -> None:
    """PHP gets a copy of the session, and the copy is gone afterwards."""
    shadowed.flip("reference_lists", "canary 100%")
    try:
        visitor = GestionVisitor(shadowed).sign_in("admin")
        visitor.get("/communes")
        settled_down(shadowed)
        before = published(shadowed.stack.settings.state)
        sessions = {path.name for path in shadowed.stack.settings.sessions("gestion").iterdir()}
        for _ in range(30):
            for page in PAGES:
                assert visitor.get(page).status_code == 200
        settled_down(shadowed)
        after = published(shadowed.stack.settings.state)
    finally:
        shadowed.flip("reference_lists", "shadow")

    assert before
    assert after
    compared = after["compared"] - before["compared"]
    assert 0 < compared < 60
    assert after["matched"] - before["matched"] == compared, causes(shadowed)
    assert after["unfit"] == before["unfit"]
    now = {path.name for path in shadowed.stack.settings.sessions("gestion").iterdir()}
    assert now == sessions
    assert '"side": "python"' in shadowed.access_log


def test_the_counts_are_told(shadowed: Product) -> None:
    told = shadowed.figuier("parity", "shadow", "--json")

    assert told.returncode == 0, told.stderr
    assert json.loads(told.stdout)["counts"]["compared"] > 0
