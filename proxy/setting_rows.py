"""What one setting is: its name in the environment, its kind, its default, and one sentence."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar, cast

from proxy.setting_kinds import Kind

PREFIX = "FIGUIER_"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Row:
    """One setting as the environment and the documentation know it.

    Shape: a family's name holds one <WORD>, which stands for any name in upper case; `default` is
           the text that the environment would have to hold to say the same.
    """

    name: str
    attribute: str
    kind: Kind[object]
    default: str
    sentence: str
    is_secret: bool

    @property
    def is_family(self) -> bool:
        """Whether many variables fill this one setting."""
        return "<" in self.name

    def word_of(self, variable: str) -> str | None:
        """What a variable of this setting puts in place of <WORD>, or None for another setting's.

        Shape: in lower case; empty for a setting that is no family.
        """
        before, _, rest = self.name.partition("<")
        after = rest.partition(">")[2]
        if not self.is_family:
            return "" if variable == self.name else None
        word = variable.removeprefix(before).removesuffix(after)
        return word.lower() if word and f"{before}{word}{after}" == variable else None


def setting(default: str, kind: Kind[T], sentence: str, *, secret: bool = False) -> T:
    """A dataclass field that carries its own line of documentation."""
    metadata = {"kind": kind, "default": default, "sentence": sentence, "secret": secret}
    return field(default=kind.parse(default), metadata=metadata, repr=not secret)


def family(name: str, kind: Kind[str], sentence: str, *, secret: bool = False) -> Mapping[str, str]:
    """A field filled by every variable whose name fits, keyed by <WORD> in lower case."""
    metadata = {
        "kind": kind, "default": "", "sentence": sentence, "secret": secret, "name": name,
    }  # fmt: skip
    return field(default_factory=dict, metadata=metadata, repr=not secret)


def row_of(attribute: str, metadata: Mapping[str, object]) -> Row:
    """The row of a field that `setting` or `family` made."""
    return Row(
        name=PREFIX + str(metadata.get("name", attribute.upper())),
        attribute=attribute,
        kind=cast("Kind[object]", metadata["kind"]),
        default=str(metadata["default"]),
        sentence=str(metadata["sentence"]),
        is_secret=bool(metadata["secret"]),
    )


def given_in(environ: Mapping[str, str], rows: Iterable[Row]) -> list[tuple[str, Row, str]]:
    """The variables of an environment that settings read, each with its row and its <WORD>."""
    return [
        (name, row, word)
        for row in rows
        for name in sorted(environ)
        if environ[name] and (word := row.word_of(name)) is not None
    ]


def shown_value(row: Row, value: object) -> str:
    """A setting as text for people; a secret only says whether it is set."""
    if row.is_secret:
        return "set" if value else "not set"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {text}" for name, text in sorted(value.items()))
    if isinstance(value, float):
        return f"{value:g}"
    return row.kind.absent if value is None else str(value)
