"""The lots, in the order the migration takes them."""

from modules.companies.lot import LOT as COMPANIES
from modules.events.lot import LOT as EVENTS
from modules.kernel.lot import Lot
from modules.reference_lists.lot import LOT as REFERENCE_LISTS

LOTS: tuple[Lot, ...] = (REFERENCE_LISTS, EVENTS, COMPANIES)
