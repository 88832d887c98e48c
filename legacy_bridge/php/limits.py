"""How much PHP data one decode or encode may hold."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one decode or encode, all inclusive.

    Units: size in bytes; depth in containers inside one another; count in values.
    """

    size: int = 4 * 1024 * 1024
    depth: int = 512
    count: int = 200_000


DEFAULT_LIMITS = Limits()
