"""Answers of split lots: kept out of shared caches, with the visitor's card."""

from proxy.core.sharing import unshared


def split_lines(lines: list[bytes], card: bytes) -> list[bytes]:
    """An answer's field lines, said to be one visitor's, with the card when there is one to give."""
    known = {_field(line): line for line in lines}
    fields = unshared(tuple(map(_field, lines)))
    if card:
        fields += ((b"Set-Cookie", card),)
    return [known.get(field) or field[0] + b": " + field[1] for field in fields]


def _field(line: bytes) -> tuple[bytes, bytes]:
    name, _, value = line.partition(b":")
    return name, value.strip(b" \t")
