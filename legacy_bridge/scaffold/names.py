"""What the classes, attributes and constants of a lot are called, from their legacy names."""

import keyword
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from legacy_bridge.scaffold.words import ENGLISH, PHRASES, WORDS
from legacy_bridge.symfony1.schema.inflection import tableized

#: What SQLAlchemy's classes keep for themselves.
_TAKEN = {"metadata", "registry", "id_", "type", "__tablename__"}


@dataclass(frozen=True, slots=True)
class Naming:
    """Names in English; `chosen` are a person's own, by the legacy name."""

    chosen: Mapping[str, str] = field(default_factory=dict)

    def class_name(self, model: str) -> str:
        """The class of a model: EntrepriseContact gives CompanyContact."""
        if model in self.chosen:
            return self.chosen[model]
        words = self._english(tableized(model)).split("_")
        return "".join(word[:1].upper() + word[1:] for word in words if word)

    def attribute(self, column: str) -> str:
        """The attribute of a column: commune_id gives municipality_id."""
        if column in self.chosen:
            return self.chosen[column]
        stem, has_id = column.removesuffix("_id"), column.endswith("_id")
        name = self._english(stem) + ("_id" if has_id else "")
        return self._legal(name)

    def relation(self, alias: str) -> str:
        """The attribute of a relation: Commune gives municipality."""
        if alias in self.chosen:
            return self._legal(tableized(self.chosen[alias]))
        return self._legal(self._english(tableized(alias)))

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

    def _legal(self, name: str) -> str:
        plain = re.sub(r"\W", "_", name).lower()
        if plain[:1].isdigit():
            plain = f"a_{plain}"
        is_taken = keyword.iskeyword(plain) or plain in _TAKEN
        return f"{plain}_value" if is_taken else plain


def constant(name: str) -> str:
    """The constant of a page set: Event gives EVENTS."""
    snake = tableized(name)
    plural = snake[:-1] + "ies" if snake.endswith("y") else f"{snake}s"
    return plural.upper()
