"""The console: what each page takes over 100,000 routes and 10 million counted requests."""

import argparse
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from bench.evidence import LIMIT_S, Timed
from bench.evidence_data import Amounts, fill, lot_names
from proxy.config import read_settings
from proxy.console import sittings
from proxy.console.accounts import add_account
from proxy.console.application import create_console
from proxy.console.board_files import pdf_of
from proxy.console.roles import Role
from proxy.console.sources import RunningTable, Sources
from proxy.state_database import open_state

_STAGES = ("python", "python", "canary 10%", "shadow", "legacy")


def pages(lot: str) -> Iterator[str]:
    """The address of every page."""
    yield from (
        "/-/", "/-/synthese.csv", "/-/synthese.json", "/-/synthese.pdf", "/-/lots",
        f"/-/lots/{lot}", f"/-/lots/{lot}?page=20", f"/-/lots/{lot}/plan?etape=legacy",
        "/-/routes", f"/-/routes?page=900&lot={lot}",
        f"/-/routes?adresse=/{lot}/r4999&hote=gestion.localhost", "/-/journal", "/-/demandes",
        f"/-/demandes?lot={lot}&statut=5", "/-/sante", "/-/incidents/", "/-/comptes/",
        "/-/copies", "/-/arret",
    )  # fmt: skip


def table_text(routes: int) -> str:
    """A routing file of so many routes, in the lots that were counted."""
    names = lot_names()
    lots = [
        f"  {name}:\n    title: {name}\n    stage: {_STAGES[number % len(_STAGES)]}\n"
        f"    sprint: {number}\n    routes:\n      gestion:\n"
        + "".join(f"        - /{name}/r{route}\n" for route in range(routes // len(names)))
        for number, name in enumerate(names)
    ]
    head = (
        "version: 1\ngates: advisory\nsprints: { first: 2026-09-07, days: 14 }\nbackends:\n"
        "  gestion: { kind: symfony1, url: http://127.0.0.1:1, hosts: [gestion.localhost] }\nlots:\n"
    )
    return head + "".join(lots)


def signed_in(app: Flask, sources: Sources) -> FlaskClient:
    """A browser of a lead's."""
    with sources.state.write() as connection:
        add_account(connection, "lead", Role.LEAD, "a long enough password", sources.at)
        token = sittings.begin(connection, "lead", sources.at)
    client = app.test_client()
    with client.session_transaction(base_url="http://localhost", path="/-/") as session:
        session.update(_user_id=token, name="lead", role="lead", seen=int(sources.at))
    return client


def timed(client: FlaskClient, path: str, rounds: int) -> Timed:
    """The slowest of some answers.

    Errors: RuntimeError, for an answer that is no page.
    """
    slowest = 0.0
    for _ in range(rounds):
        began = time.perf_counter()
        answer = client.get(path, base_url="http://localhost")
        slowest = max(slowest, time.perf_counter() - began)
        if answer.status_code != 200:
            raise RuntimeError(f"{path}: {answer.status}")
    return Timed(path, slowest)


def main(arguments: list[str] | None = None) -> int:
    """Fill a state database, ask every page, say what it took; 1 when anything is too slow."""
    parser = argparse.ArgumentParser(prog="python -m bench.console", description=__doc__)
    parser.add_argument("--requests", type=int, default=10_000_000)
    parser.add_argument("--routes", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="figuier-console-") as name:
        folder = Path(name)
        (folder / "routing.yaml").write_text(table_text(options.routes), encoding="utf-8")
        (folder / "var").mkdir()
        settings = read_settings(
            {
                "FIGUIER_ROUTING_FILE": str(folder / "routing.yaml"),
                "FIGUIER_STATE_DIR": str(folder / "var"),
                "FIGUIER_SECRET_KEY": "k" * 32,
                "FIGUIER_PORT": "1",
            }
        )
        sources = Sources(settings, RunningTable(settings), open_state(settings))
        fill(sources.state, Amounts(options.requests, options.routes), time.time())
        client = signed_in(create_console(sources), sources)
        began = time.perf_counter()
        sources.running.table  # noqa: B018, the first look reads the file
        print(f"the table is read in {time.perf_counter() - began:.1f} s, once a process")
        began = time.perf_counter()
        pdf_of("<html lang=fr><title>x</title>")
        print(f"WeasyPrint is loaded in {time.perf_counter() - began:.1f} s, once a process")
        found = [timed(client, path, options.rounds) for path in pages(lot_names()[0])]
        print("\n".join(map(str, found)))
        sources.running.close()
    return int(any(each.seconds > LIMIT_S for each in found))


if __name__ == "__main__":
    raise SystemExit(main())
