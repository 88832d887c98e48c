"""The whole product running: the legacy stack, the gateway in front, and the `figuier` command."""

import dataclasses
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import Protocol

import pytest
from click.testing import CliRunner

from demo.stack.database import Database
from demo.stack.pristine import restore
from demo.stack.proxy import Proxy
from demo.stack.settings import CHECKOUT, StackSettings
from demo.stack.stack import LegacyStack
from proxy.cli import main
from proxy.routing_file.reader import read_table

UNWATCHED = {"FIGUIER_SENTINEL_HOURS": "0"}


class Stack(Protocol):
    """The legacy, as the product needs to know it."""

    @property
    def settings(self) -> StackSettings:
        """Its folders and ports."""

    @property
    def database(self) -> Database:
        """Its database."""


class Product:
    """Figuier as a person meets it: addresses to open, and a command to type."""

    def __init__(self, stack: Stack, given: Mapping[str, str] | None = None) -> None:
        routing = stack.settings.state / "routing.yaml"
        shutil.copyfile(CHECKOUT / "routing.yaml", routing)
        self.table = routing
        self.stack = stack
        settings = dataclasses.replace(stack.settings, routing_file=routing)
        # Journeys provoke refusals on purpose: a sentinel would take the lot back from under them.
        self.proxy = Proxy(settings, stack.database, {**UNWATCHED, **(given or {})})
        if settings.account:
            os.chown(routing, settings.account.uid, settings.account.gid)
        self.port = settings.ports.proxy
        self.gestion = f"http://gestion.localhost:{self.port}"
        self.vitrine = f"http://vitrine.localhost:{self.port}"

    def figuier(
        self, *words: str, typed: str = "", wait_s: float = 60
    ) -> subprocess.CompletedProcess[str]:
        """What the command says to these words, with this typed into it."""
        environ = {**os.environ, **self.proxy.environment(), "NO_COLOR": "1"}
        return subprocess.run(
            [sys.executable, "-m", "proxy.cli", *words],
            cwd=CHECKOUT, env=environ, input=typed, capture_output=True, text=True, timeout=wait_s,
            check=False,
        )  # fmt: skip

    def flip(self, lot: str, stage: str) -> None:
        """Move a lot; every worker runs the new table when this returns."""
        self.orders("flip", lot, stage, "--why", "journey")

    def rollback(self, lot: str) -> None:
        """Bring PHP back."""
        self.orders("rollback", lot)

    def orders(self, *words: str) -> None:
        """Have the command carried out in this process, whose modules are loaded already."""
        runner = CliRunner(env=self.proxy.environment())
        done = runner.invoke(main, words, prog_name="figuier", catch_exceptions=False)
        assert done.exit_code == 0, done.output

    def stage(self, lot: str) -> str:
        """Where the routing file has a lot."""
        found = read_table(self.table).lot(lot)
        assert found
        return str(found.stage)

    @property
    def access_log(self) -> str:
        """What the proxy printed, its access log included."""
        return self.proxy.log.read_text(encoding="utf-8", errors="replace")


@pytest.fixture(scope="session")
def product(stack: LegacyStack) -> Iterator[Product]:
    running = Product(stack)
    running.proxy.start()
    try:
        running.proxy.wait_ready()
        yield running
    finally:
        running.proxy.stop()


@pytest.fixture
def on_php(product: Product, reset_database: Callable[[], list[str]]) -> Iterator[Product]:
    """The product with the reference lists at legacy and the data as first loaded, before and after."""
    reset_database()
    assert product.stage("reference_lists") == "legacy"
    yield product
    if product.stage("reference_lists") != "legacy":
        product.rollback("reference_lists")


@pytest.fixture(scope="module")
def divided(product: Product) -> Iterator[Product]:
    """The product with the reference lists on Python and the rest on PHP, for a whole file."""
    product.flip("reference_lists", "python")
    yield product
    product.rollback("reference_lists")


@pytest.fixture
def split(divided: Product) -> Iterator[Product]:
    """The same, with the data put back after each test."""
    yield divided
    restore(divided.stack.database)
