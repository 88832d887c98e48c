"""Entreprises: the pages of entreprise, entreprise_contact."""

from modules.kernel.lot import Lot

LOT = Lot(
    name="companies",
    title="Entreprises",
    blueprint="modules.companies.views:blueprint",
    replaces=("entreprise", "entreprise_contact"),
    tables=("entreprise", "entreprise_contact"),
    reads=("commune", "sf_guard_user"),
    needs=("reference_lists",),
)
