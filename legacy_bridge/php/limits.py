"""How much PHP data one decode or encode may hold."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one decode or encode, all inclusive.

    Units: size in bytes; depth in containers inside one another; count in values.
    Source: the depth is PHP's own, unserialize_max_depth; a million values take a second.
    """

    size: int = 16 * 1024 * 1024
    depth: int = 4096
    count: int = 1_000_000


DEFAULT_LIMITS = Limits()
