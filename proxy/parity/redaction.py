"""What of two answers may be kept: places and shapes, never who somebody is."""

import re
from urllib.parse import parse_qsl

from proxy.parity.differences import Difference

#: Words in the name of a field or a cell whose values are about a person; in French and English,
#: as legacy columns and form fields spell them.
PERSONAL = re.compile(
    r"(?:^|[^a-z])(?:noms?|prenoms?|name|first_name|last_name|username|emails?|mails?|courriel|tel|telephones?|"
    r"mobile|portable|fax|phone|adresses?|address|naissance|birth|civilite|nationalite|notes?|message|"
    r"commentaires?|observations?|compte_rendu|bilan|signature|siret|ip|utilisateur|user|user_agent|password|mot_de_passe)"
    r"(?:[^a-z]|$)|nom_|_nom|contact"
)
#: A cell or column that is called by what somebody is shows who; a field so called has an id.
_PEOPLE = re.compile(
    r"(?:^|[ _.])(?:arrivant|r[eé]f[eé]rent|organisateur|conseiller|responsable|interlocuteur|"
    r"participant|destinataire|auteur|conjoint|personne)s?(?:[ .]|$)"
)
#: What is typed to look for somebody is kept in no address.
_SEARCHES = frozenset(
    {"q", "s", "query", "search", "recherche", "terme", "term", "mot", "mots", "motcle", "keyword"}
)
#: Longer numbers may be a telephone's.
_LONGEST_NUMBER = 7
#: What a field is called is the same for everybody.
_CAPTION = re.compile(r"› (?:label|legend)(?:\.[^ ›<]+)?(?: <(?:label|legend)>)?$")
#: An element as a difference sums it up: its tag with attributes, then the words of all inside it.
_CONTAINER = re.compile(
    r"<(?:tr|table|tbody|thead|tfoot|ul|ol|dl|form|fieldset|div|section|article|main|body|select)>$"
)
#: A row as a whole: of an export, of a list in JSON, of a table.
_JSON = re.compile(r"^json\b")
_TABLE_ROW = re.compile(r"^rows [^\s.]+ \w+$")
_QUOTED = re.compile(r"'(?:[^'\\]|\\.)*(?:'|$)", re.DOTALL)
_TAG = re.compile(r'<\w+(?: [\w:.-]+="[^"]*")*>')
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_PHONE = re.compile(
    r"(?<!\w)(?:(?:\+|00)33[ .-]?(?:\(0\)[ .]?)?|0)[ .]?[1-9](?:(?:[ .]?\d{2}){4}|(?:-\d{2}){4})(?!\w)"
    r"|(?<!\w)\+\d{2,3}(?:[ .-]?\d{2,4}){3,5}(?!\w)"
)
_TOKEN = re.compile(r"(?=[\w+=-]*\d)[\w+=-]{20,}")
_UPPER = re.compile(r"[^\W\d_a-zà-öø-ÿ]")
_LOWER = re.compile(r"[^\W\d_A-Z]")
_DIGIT = re.compile(r"\d")


def redacted(found: Difference) -> Difference:
    """The difference with nothing in it about a person, a session or a secret."""
    return Difference(
        found.part,
        found.field,
        redacted_value(found.control, found.field),
        redacted_value(found.candidate, found.field),
        found.change,
        found.at,
        found.is_accessibility,
    )


def redacted_value(text: str, field: str) -> str:
    """The value, or its shape when the field is personal: letters as x, digits as 9.

    Shape: of any value, mail addresses, telephone numbers and long tokens go.
    """
    if is_personal(field):
        return shape(text)
    if _CONTAINER.search(field):
        # Nobody knows any more which of the words stood in a field about a person.
        tag = _TAG.match(text)
        end = tag.end() if tag else 0
        return redacted_value(text[:end], "") + shape(text[end:])
    if field == "csv row" or (_JSON.search(field) and text[:1] in "{["):
        return shape(text)
    if _TABLE_ROW.search(field):
        return _QUOTED.sub(lambda match: shape(match[0]), text)
    for pattern, word in ((_EMAIL, "‹mail›"), (_TOKEN, "‹token›"), (_PHONE, "‹phone›")):
        text = pattern.sub(word, text)
    return text


def is_personal(field: str) -> bool:
    """Whether the values of a field or cell of this name are about a person."""
    name = field.lower()
    return bool(PERSONAL.search(name) or _PEOPLE.search(name)) and not _CAPTION.search(field)


def shape(text: str) -> str:
    """What a value looks like: letters as x, digits as 9, the rest as it is."""
    return _DIGIT.sub("9", _LOWER.sub("x", _UPPER.sub("X", text)))


def redacted_target(target: str) -> str:
    """A path with its query, in which only numbers and short plain words are left as values."""
    path, mark, query = target.partition("?")
    pairs = [
        (name, value if _is_plain(name.lower(), value) else "‹value›")
        for name, value in parse_qsl(query, keep_blank_values=True)
    ]
    return redacted_value(path, "") + mark + "&".join(f"{name}={value}" for name, value in pairs)


def _is_plain(name: str, value: str) -> bool:
    if value.isdigit():
        return len(value) <= _LONGEST_NUMBER
    is_word = value.isascii() and value.isalpha() and len(value) < 12
    return is_word and name not in _SEARCHES and not PERSONAL.search(name)
