"""Where a true share lies, and by how much two differ: intervals of 95 %, never points."""

from math import sqrt

#: The normal distribution's 97.5th percentile.
_Z = 1.959964


def wilson(hits: int, of: int) -> tuple[float, float]:
    """Where a share lies; everything is possible without any case.

    Source: E. B. Wilson, Probable inference, 1927.
    """
    if not of:
        return 0.0, 1.0
    share = hits / of
    spread = _Z * sqrt(share * (1 - share) / of + _Z**2 / (4 * of**2))
    middle = share + _Z**2 / (2 * of)
    scale = 1 + _Z**2 / of
    return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)


def difference(first: tuple[int, int], second: tuple[int, int]) -> tuple[float, float]:
    """Where the first share less the second lies; everything is possible without cases of both.

    Shape:  each is (hits, of).
    Source: R. G. Newcombe, Interval estimation for the difference between independent
            proportions, 1998, method 10.
    """
    if not first[1] or not second[1]:
        return -1.0, 1.0
    one, other = first[0] / first[1], second[0] / second[1]
    (low_one, high_one), (low_other, high_other) = wilson(*first), wilson(*second)
    below = sqrt((one - low_one) ** 2 + (high_other - other) ** 2)
    above = sqrt((high_one - one) ** 2 + (other - low_other) ** 2)
    return one - other - below, one - other + above
