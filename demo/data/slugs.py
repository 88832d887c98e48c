"""Slugs as Doctrine's Sluggable makes them: unaccented, dashed, numbered when taken."""

import re
import unicodedata

#: What NFD does not take apart.
LIGATURES = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss", "’": "'"})


def slug(text: str) -> str:
    """Lower-case ASCII words joined by dashes."""
    decomposed = unicodedata.normalize("NFD", text.translate(LIGATURES))
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


class Slugs:
    """The slugs given so far in one table."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def give(self, text: str) -> str:
        """The text's slug, with -1, -2, … when it is taken."""
        base = slug(text)
        found, number = base, 0
        while found in self._taken:
            number += 1
            found = f"{base}-{number}"
        self._taken.add(found)
        return found
