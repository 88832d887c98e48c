"""Who may ask each page: one line an endpoint; what has no line is refused to everybody."""

from enum import StrEnum

from proxy.console.roles import Role


class Open(StrEnum):
    """Pages that need nobody signed in."""

    TO_ALL = "all"


#: Endpoint → the least role that it needs.
ACCESS: dict[str, Role | Open] = {
    "health.health": Open.TO_ALL,
    "assets.stylesheet": Open.TO_ALL,
    "assets.icon": Open.TO_ALL,
    "sign_in.form": Open.TO_ALL,
    "sign_in.submit": Open.TO_ALL,
    "sign_in.leave": Role.VIEWER,
    "board.page": Role.VIEWER,
    "board.as_csv": Role.VIEWER,
    "board.as_json": Role.VIEWER,
    "board.as_pdf": Role.VIEWER,
    "copies.page": Role.VIEWER,
    "copies.show": Role.VIEWER,
    "copies.keep": Role.DEVELOPER,
    "lots.index": Role.VIEWER,
    "lots.page": Role.VIEWER,
    "flips.plan": Role.DEVELOPER,
    "flips.flip": Role.DEVELOPER,
    "flips.approve": Role.LEAD,
    "flips.roll_back": Role.DEVELOPER,
    "kill_switch.ask": Role.DEVELOPER,
    "kill_switch.set_all": Role.DEVELOPER,
    "labels.edit": Role.DEVELOPER,
    "parity.index": Role.VIEWER,
    "parity.page": Role.VIEWER,
    "parity.propose": Role.DEVELOPER,
    "parity_pages.page": Role.VIEWER,
    "parity_pages.photograph": Role.DEVELOPER,
    "routes.index": Role.VIEWER,
    "inventory.page": Role.VIEWER,
    "journal.index": Role.VIEWER,
    "journal.as_csv": Role.VIEWER,
    "journal.as_json": Role.VIEWER,
    "wellness.page": Role.VIEWER,
    "requests.index": Role.VIEWER,
    "incidents.index_view": Role.VIEWER,
    "incidents.create_view": Role.DEVELOPER,
    "incidents.edit_view": Role.DEVELOPER,
    "accounts.index_view": Role.LEAD,
    "accounts.create_view": Role.LEAD,
    "accounts.edit_view": Role.LEAD,
}
