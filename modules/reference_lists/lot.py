"""Reference lists: what the other lots choose from."""

from modules.kernel.lot import Lot

LOT = Lot(
    name="reference_lists",
    title="Référentiels",
    replaces=(
        "commune",
        "quartier",
        "etablissement",
        "mode_garde",
        "partenaire",
        "demarche_type",
    ),
    blueprint="modules.reference_lists.views:blueprint",
    tables=(
        "commune",
        "quartier",
        "etablissement_scolaire",
        "mode_garde",
        "partenaire",
        "demarche_type",
    ),
)
