"""Slugs as Doctrine 1 makes them, letter for letter, and the first one that is free."""

import re
import unicodedata
from collections.abc import Callable, Collection

#: What differs from "drop the accent". Source: Doctrine 1.2 Inflector::unaccent, whose last
#: lines win over its first: the German and Norwegian spellings replace the plain letters.
_SPELLED: dict[str, str] = {
    "Ä": "ae", "ä": "ae", "Ö": "oe", "ö": "oe", "Ü": "ue", "ü": "ue", "ß": "ss",
    "Å": "aa", "å": "aa", "Æ": "ae", "æ": "a", "Ø": "o", "ø": "o",
    "Đ": "d", "đ": "d", "Ħ": "h", "ħ": "h", "ı": "i", "Ĳ": "ij", "ĳ": "ij", "ĸ": "k",
    "Ŀ": "l", "ŀ": "l", "Ł": "l", "ł": "l", "ŉ": "n", "Ŋ": "n", "ŋ": "n",
    "Œ": "oe", "œ": "oe", "Ŧ": "t", "ŧ": "t", "ſ": "s", "€": "e", "£": "",
}  # fmt: skip

#: Latin-1 letters and Latin Extended-A, the blocks the legacy table knows; any other
#: character outside ASCII becomes a dash, as its bytes did in PHP.
_FIRST, _LAST = "\u00c0", "\u017f"


def _unaccented(letter: str) -> str:
    if letter in _SPELLED:
        return _SPELLED[letter]
    if _FIRST <= letter <= _LAST:
        return unicodedata.normalize("NFD", letter)[0]
    return letter


def slug_of(text: str) -> str:
    """The slug of a name: "Étang-sur-Lys (Nord)" gives "etang-sur-lys-nord".

    Shape:  lower-case ASCII letters and digits, joined by single dashes; may be empty.
    Source: Doctrine 1.2 Inflector::urlize.
    """
    plain = "".join(map(_unaccented, text)).lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def free_slug(text: str, taken: Callable[[str], Collection[str]], *, max_length: int = 255) -> str:
    """The slug of a name, followed by -1, -2, … when other rows already have it.

    Shape:  `taken(prefix)` gives the slugs in use that begin with the prefix.
    Source: Doctrine 1.2 Template/Listener/Sluggable.php, getUniqueSlug; a slug that is too
            long is cut to leave room for its number, and sought again.
    """
    proposal = slug_of(text)
    used = {slug.lower() for slug in taken(proposal)}
    slug, number = proposal, 1
    while slug in used:
        slug = slug_of(f"{proposal}-{number}")
        number += 1
    if len(slug) > max_length:
        return free_slug(slug[: max_length - (len(str(number)) + 1)], taken, max_length=max_length)
    return slug
