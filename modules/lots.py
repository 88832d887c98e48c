"""The lots, in the order the migration takes them."""

from modules.kernel.lot import Lot
from modules.reference_lists.lot import LOT as REFERENCE_LISTS

LOTS: tuple[Lot, ...] = (REFERENCE_LISTS,)
