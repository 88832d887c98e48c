"""Whether numbers in an address are alike to a route: any other number would lead to the same place."""

import re

#: Requirements that take every number, whatever its digits; or that take none.
_EVERY = {r"\d+", r"\d*", r"[0-9]+", r"[0-9]*", r"\w+", r"\w*", ".+", ".*", ".+?", ".*?"}
_CLASS = re.compile(r"\[(\^?)((?:\\.|[^\]\\])*)\][+*]\??")
_LETTERS = re.compile(r"(?:[A-Za-z_|-]|\(\?:|\(|\))*")


def numbers_are_alike(requirement: str) -> bool:
    """Whether a requirement takes all numbers, or none.

    Shape: false where it cannot be told: lengths, single digits, look-arounds.
    """
    if requirement in _EVERY:
        return True
    found = _CLASS.fullmatch(requirement)
    if found is not None:
        return _takes_all_digits_or_none(found[2])
    return _LETTERS.fullmatch(requirement) is not None


def _takes_all_digits_or_none(inside: str) -> bool:
    plain = re.sub(r"0-9|\\d|\\w", "", inside)
    return not any(mark.isdigit() for mark in plain) and not re.search(r"\\[pPDWSx0-7]", inside)
