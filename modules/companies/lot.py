"""Entreprises: the pages of entreprise, entreprise_contact."""

from modules.kernel.lot import Lot

LOT = Lot(
    name="companies",
    title="Entreprises",
    blueprint="modules.companies.views:blueprint",
    replaces=("entreprise", "entreprise_contact"),
    tables=("entreprise", "entreprise_contact"),
    reads=("commune", "sf_guard_user", "utilisateur_profil"),
    writes=(
        "arrivant.entreprise_id",
        "offre_emploi.entreprise_id",
        "candidature_conjoint.entreprise_id",
        "accompagnement.entreprise_id",
        "implantation.entreprise_id",
        "demande.entreprise_id",
    ),
)
