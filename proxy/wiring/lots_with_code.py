"""Which lots have pages of Python: what the code gate of a flip looks at."""

from modules.lots import LOTS


def lots_with_code() -> frozenset[tuple[str, str]]:
    """The backend and the name of every lot that is registered."""
    return frozenset((lot.site, lot.name) for lot in LOTS)
