"""Évènements: the pages of evenement, inscription."""

from modules.kernel.lot import Lot

LOT = Lot(
    name="events",
    title="Évènements",
    blueprint="modules.events.views:blueprint",
    replaces=("evenement", "inscription"),
    tables=("evenement", "inscription"),
    reads=("commune", "sf_guard_user", "arrivant"),
)
