"""What the classes, attributes and constants of a lot are called, from their legacy names."""

import keyword
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from legacy_bridge.scaffold.words import ENGLISH, PHRASES, WORDS
from legacy_bridge.symfony1.schema.inflection import tableized

#: What no attribute is called: SQLAlchemy's own words, those that a generated class is written
#: with, and attributes that it gets beside its columns.
_TAKEN = {
    "metadata", "registry", "id_", "type", "__tablename__", "bool", "int", "str", "bytes", "dict",
    "property", "time", "mapped_column", "relationship", "attribute_keyed_dict", "translations",
    "slug_from", "slug_source",
}  # fmt: skip

#: What no class is called: the names that generated files import, and their own.
KIT = frozenset({
    "SmallInteger", "Integer", "BigInteger", "Boolean", "Date", "Time", "Numeric", "DateTime",
    "LargeBinary", "String", "ForeignKey", "StoredDate", "StoredEnum", "Serialized", "Decimal",
    "Mapped", "DeclarativeBase", "Base", "Timestamped", "Sluggable", "SoftDeleted", "Versioned",
    "Text", "LongText", "Email", "Number", "Choice", "Reference", "Checkbox", "Day", "Moment",
    "TextFilter", "NumberFilter", "ChoiceFilter", "ReferenceFilter", "BooleanFilter", "DateFilter",
    "Message", "Fieldset", "AdminPages", "Titles", "Column", "Action", "Blueprint",
})  # fmt: skip

#: What no page set is called: the names that its own files give to other things.
_LISTS = {"PAGES", "FILTERS", "FIELDSETS"}


@dataclass(frozen=True, slots=True)
class Naming:
    """Names in English; `chosen` are a person's own, by the legacy name."""

    chosen: Mapping[str, str] = field(default_factory=dict)

    def class_name(self, model: str) -> str:
        """The class of a model: EntrepriseContact gives CompanyContact, Text gives TextRow."""
        words = self._english(tableized(model)).split("_")
        made = "".join(word[:1].upper() + word[1:] for word in words if word)
        name = self.chosen.get(model, made)
        return f"{name}Row" if keyword.iskeyword(name) or name in KIT else name

    def attribute(self, column: str) -> str:
        """The attribute of a column: commune_id gives municipality_id."""
        if column in self.chosen:
            return _free(self.chosen[column])
        stem, has_id = column.removesuffix("_id"), column.endswith("_id")
        name = self._english(stem) + ("_id" if has_id else "")
        return self.legal(name)

    def relation(self, alias: str) -> str:
        """The attribute of a relation: Commune gives municipality."""
        if alias in self.chosen:
            return self.legal(tableized(self.chosen[alias]))
        return self.legal(self._english(tableized(alias)))

    def is_known(self, legacy: str) -> bool:
        """Whether the name was translated, by a person or by the lists of words."""
        plain = tableized(legacy).removesuffix("_id")
        if legacy in self.chosen or plain in PHRASES:
            return True
        return all(word in WORDS or word in ENGLISH for word in plain.split("_"))

    def _english(self, legacy: str) -> str:
        if legacy in PHRASES:
            return PHRASES[legacy]
        return "_".join(WORDS.get(word, word) for word in legacy.split("_"))

    def legal(self, name: str) -> str:
        """The name as an attribute may be spelt, apart from what a generated class is written with."""
        plain = re.sub(r"\W", "_", name).lower().lstrip("_") or "column"
        if plain[:1].isdigit():
            plain = f"a_{plain}"
        return _free(plain)


def _free(name: str) -> str:
    is_taken = keyword.iskeyword(name) or name in _TAKEN or name in KIT
    return f"{name}_value" if is_taken else name


def constant(name: str) -> str:
    """The constant of a page set: Event gives EVENTS."""
    snake = tableized(name)
    plural = snake[:-1] + "ies" if snake.endswith("y") else f"{snake}s"
    return f"{plural}_ROWS".upper() if plural.upper() in _LISTS else plural.upper()
