"""The number that an address asks for: of a page, or of a row to go on from."""

from flask import request

#: More than any table has, and no more than a state database counts.
MOST = 10**9


def asked_number(name: str, least: int = 1) -> int:
    """The number of that name in the address, or the least one where there is none to use."""
    return min(max(least, request.args.get(name, least, int)), MOST)
