"""A lot at shadow: visitors are answered by PHP, Python is asked behind their backs, nothing changes."""

import fcntl
import hashlib
import json
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from demo.stack.database import Database
from demo.stack.pristine import PRISTINE, fingerprints, restore, tables
from proxy.parity.shadow.counts import published
from proxy.parity.shadow.orders import withdraw
from proxy.parity.shadow.places import counts_file
from proxy.parity.tables import PARITY_CAUSES, PARITY_DAYS
from proxy.state_database import StateDatabase
from tests.fakes.gestion_visitor import GestionVisitor
from tests.fakes.site_visitor import hidden
from tests.journeys.conftest import Product

pytestmark = pytest.mark.stack

PAGES = ("/communes", "/quartiers/new", "/etablissements/3/edit", "/partenaires", "/modes_garde")
#: Rounds of the pages sent before anybody waits: fewer requests than the shadow has room for.
BATCH = 10


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


def late(product: Product) -> int:
    """Requests whose session a busy machine looked at too late to compare them."""
    return int((published(product.stack.settings.state) or {})["unfit"].get("late", 0))


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
    before = counted(shadowed, "matched") + late(shadowed)
    for page in PAGES * 2:
        assert visitor.get(page).status_code == 200
    settled_down(shadowed)

    found = published(shadowed.stack.settings.state)
    assert found
    matched = counted(shadowed, "matched") + late(shadowed) - before
    assert matched == 2 * len(PAGES), (found, causes(shadowed))
    assert (found["failed"], found["timed_out"]) == (0, 0), found
    seen = seen_routes(shadowed)
    assert {f"GET {page}.:sf_format" for page in ("/communes", "/quartiers/new")} <= set(seen)
    assert all(samples == matches for samples, matches in seen.values())


def test_a_flash_message_is_seen_by_both(shadowed: Product) -> None:
    """PHP takes the message away with its page; the frozen session still has it."""
    visitor = GestionVisitor(shadowed).sign_in("admin")
    before = counted(shadowed, "matched") + late(shadowed)
    form = visitor.get("/communes/3/edit")
    assert form.status_code == 200
    assert visitor.get("/communes/3/ListDupliquer").status_code == 302
    assert "dupliquée" in visitor.get("/communes/3/edit").text
    settled_down(shadowed)

    told = published(shadowed.stack.settings.state)
    matched = counted(shadowed, "matched") + late(shadowed) - before
    assert matched == 2, (told, causes(shadowed))


def judged(product: Product) -> dict[str, int]:
    """What the shadow counted, once it is done with all it got.

    Shape: a record that a busy machine dropped on its way, which the product may, is waited for
           no longer than a shadow may take.
    """
    path = counts_file(product.stack.settings.state)
    told, since, tellings = {}, time.monotonic(), 0
    moment = path.stat().st_mtime
    while True:
        time.sleep(0.1)
        if path.stat().st_mtime == moment:
            continue
        moment = path.stat().st_mtime
        now = published(product.stack.settings.state) or {}
        if now != told:
            told, since, tellings = now, time.monotonic(), 0
        tellings += 1
        ends = ("compared", "timed_out", "failed", "dropped", "lost")
        is_done = told["received"] == sum(told[one] for one in ends) + sum(told["unfit"].values())
        if (is_done and tellings > 1) or time.monotonic() - since > 11:
            return told


def stored_when_idle(visitor: GestionVisitor, product: Product) -> bytes:
    """The visitor's session when no PHP works on it any more: it holds the file's lock meanwhile."""
    folder = product.stack.settings.sessions("gestion")
    with (folder / f"sess_{visitor.cookie('symfony')}").open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_SH)
        return file.read()


def posts_to_php(product: Product) -> int:
    """Forms of towns that reached the upstream, whoever sent them."""
    return (product.stack.settings.logs / "nginx-access.log").read_text().count('"POST /communes ')


@pytest.mark.parametrize(
    "rounds", [20, pytest.param(2000, marks=pytest.mark.soak)], ids=["few", "ten thousand"]
)
def test_shadows_change_no_row_no_session_byte_and_send_no_mail(
    shadowed: Product, database: Database, rounds: int
) -> None:
    """A batch waits until the shadow is done with the one before, so that all are compared."""
    visitor = GestionVisitor(shadowed).sign_in("admin")
    state = shadowed.stack.settings.state
    sessions, mails = shadowed.stack.settings.sessions("gestion"), state / "gestion" / "mail"
    visitor.get("/communes")
    settled_down(shadowed)
    own = str(sessions / f"sess_{visitor.cookie('symfony')}")

    def world() -> tuple[object, ...]:
        return rows(database), files(mails, state / "mail")

    others = set(files(sessions).items())
    before = world()
    first = told = judged(shadowed)
    posts, cookies, batches = posts_to_php(shadowed), dict(visitor.session.cookies), 0
    while told["compared"] - first["compared"] < rounds * len(PAGES):
        assert batches < 2 * rounds // BATCH, told
        for _ in range(BATCH):
            for page in PAGES:
                visitor.get(page)
        assert visitor.post("/communes", {"commune[nom]": ""}).status_code == 200
        batches += 1
        told = judged(shadowed)
    visitor.get(PAGES[0])
    last = stored_when_idle(visitor, shadowed)
    judged(shadowed)

    assert world() == before
    # None is new, none is another; one that nobody uses may go, after PHP's 24 minutes.
    assert {one for one in files(sessions).items() if one[0] != own} <= others
    assert stored_when_idle(visitor, shadowed) == last
    assert dict(visitor.session.cookies) == cookies
    # nginx writes its log once a second.
    assert until(lambda: posts_to_php(shadowed) >= posts + batches, 10)
    assert posts_to_php(shadowed) == posts + batches
    changed = {name: told[name] - first[name] for name in ("compared", "matched", "failed")}
    assert changed["matched"] == changed["compared"] >= rounds * len(PAGES), causes(shadowed)
    assert changed["failed"] == 0, told
    print(f"{batches * BATCH * len(PAGES)} pages, {batches} forms, then {told} after {first}")


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
    assert after["unfit"] | {"late": 0} == before["unfit"] | {"late": 0}
    assert after["matched"] - before["matched"] == compared, causes(shadowed)
    now = {path.name for path in shadowed.stack.settings.sessions("gestion").iterdir()}
    assert now == sessions
    assert '"side": "python"' in shadowed.access_log


def kept(product: Product) -> int:
    """Answers that the recording under way has."""
    spools = product.stack.settings.state.glob("recording-*.jsonl")
    return sum(path.read_bytes().count(b"\n") for path in spools)


def recorded(product: Product, database: Database, suite: Path) -> tuple[int, GestionVisitor]:
    """How many answers a recording has, of somebody who adds a town and looks at lists."""
    words = ("--from-traffic", "5", "--minutes", "2", "--with-writes", "--json")
    restore(database)
    with ThreadPoolExecutor(1) as pool:
        done = pool.submit(
            product.figuier, "parity", "record", "reference_lists", str(suite), *words
        )
        assert until((product.stack.settings.state / "recording.json").exists, 30), done
        visitor = GestionVisitor(product).sign_in("claire.martin")
        time.sleep(0.6)  # so long a worker may take to hear of it
        form = visitor.get("/communes/new")
        until(lambda: kept(product) >= 1, 2)
        sent = {
            "commune[nom]": "Valmont-Durand",
            "commune[code_insee]": "09999",
            "commune[_csrf_token]": hidden(form, "commune[_csrf_token]"),
        }
        made = visitor.post("/communes", sent, Referer=f"{product.gestion}/communes/new")
        assert made.status_code == 302, made.text
        until(lambda: kept(product) >= 2, 2)
        assert "Valmont-Durand" in visitor.get(urlsplit(made.headers["Location"]).path).text
        for number, page in ((3, "/communes"), (4, "/partenaires")):
            until(lambda: kept(product) >= number, 2)  # noqa: B023, asked at once
            assert visitor.get(page).status_code == 200
        until(lambda: kept(product) >= 5, 2)
        withdraw(product.stack.settings.state)
        told = done.result()
    answers = json.loads(told.stdout)["answers"] if told.returncode == 0 else 0
    return answers, visitor


def test_what_visitors_do_becomes_a_suite_that_python_passes_without_php(
    shadowed: Product, database: Database, tmp_path: Path
) -> None:
    """PHP is sent the form once, by its visitor; the replay sends it to Python over a copy."""
    suite = tmp_path / "lists.jsonl"
    settled_down(shadowed)
    posts = posts_to_php(shadowed)
    answers = attempts = 0
    while answers < 5:
        # A busy machine may look at a session too late, and leaves that request out.
        assert attempts < 8, (dict(published(shadowed.stack.settings.state) or {}), answers)
        answers, visitor = recorded(shadowed, database, suite)
        attempts += 1
    text = suite.read_text(encoding="utf-8")
    assert "Valmont-Durand" not in text
    assert "valmont-durand" not in text
    assert (visitor.cookie("symfony") or "?") not in text

    restore(database)
    visitor.get("/partenaires?mark=before")
    replayed = shadowed.figuier("parity", "replay", str(suite), "--json")
    visitor.get("/partenaires?mark=after")
    assert replayed.returncode == 0, replayed.stdout + replayed.stderr
    roles = json.loads(replayed.stdout)["roles"].values()
    assert [sum(role[kind] for role in roles) for kind in ("read", "write")] == [4, 1]
    log = shadowed.stack.settings.logs / "nginx-access.log"
    assert until(lambda: "mark=after" in log.read_text(), 10)
    between = log.read_text().partition("mark=before")[2].partition("mark=after")[0]
    assert between.count("\n") == 1, between
    assert posts_to_php(shadowed) == posts + attempts
    assert not (shadowed.stack.settings.state / "recording.json").exists()


def test_the_counts_are_told(shadowed: Product) -> None:
    told = shadowed.figuier("parity", "shadow", "--json")

    assert told.returncode == 0, told.stderr
    assert json.loads(told.stdout)["counts"]["compared"] > 0
