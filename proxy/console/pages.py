"""The console's pages, in the order of its menu: an explicit list."""

from dataclasses import dataclass

from flask import Blueprint, Flask

from proxy.console import (
    admin,
    assets,
    board,
    copies,
    flips,
    inventory,
    journal,
    kill_switch,
    labels,
    lots,
    parity,
    parity_pages,
    requests,
    routes,
    sign_in,
    wellness,
)
from proxy.console.roles import Role


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the menu."""

    label: str
    endpoint: str
    needs: Role = Role.VIEWER


NAVIGATION: tuple[Entry, ...] = (
    Entry("Synthèse", "board.page"),
    Entry("Lots", "lots.index"),
    Entry("Parité", "parity.index"),
    Entry("Routes", "routes.index"),
    Entry("Inventaire", "inventory.page"),
    Entry("Journal", "journal.index"),
    Entry("Demandes", "requests.index"),
    Entry("Incidents", "incidents.index_view"),
    Entry("Santé", "wellness.page"),
    Entry("Comptes", "accounts.index_view", Role.LEAD),
)

BLUEPRINTS: tuple[Blueprint, ...] = (
    assets.blueprint,
    sign_in.blueprint,
    board.blueprint,
    copies.blueprint,
    lots.blueprint,
    flips.blueprint,
    kill_switch.blueprint,
    labels.blueprint,
    parity.blueprint,
    parity_pages.blueprint,
    routes.blueprint,
    inventory.blueprint,
    journal.blueprint,
    requests.blueprint,
    wellness.blueprint,
)


def register(app: Flask) -> None:
    """Put every page at its address."""
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    admin.register(app)
