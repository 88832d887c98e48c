"""Tables and columns that PHP source uses: accessors, keys, finders, classes, queries."""

import re
from collections.abc import Iterable, Iterator, Sequence

from legacy_bridge.symfony1.places import Spot
from legacy_bridge.symfony1.usage.mentions import Dictionary, How, Mention, folded
from legacy_bridge.symfony1.usage.sql import looks_like_sql, qualified, uses_of
from legacy_bridge.symfony1.usage.words import Kind, Word, words

_ACCESSOR = re.compile(r"(get|set|has|is)([A-Z]\w*)")
_FINDER = re.compile(r"(?:find|findOne|retrieve|count)(?:One)?By([A-Z]\w*)")
_ALIASED = re.compile(r"\s*([A-Za-z_]\w*)\s+([A-Za-z_]\w*)\s*(?:,|\Z)")
_PLAIN = re.compile(r"[A-Za-z_]\w*")


def php_mentions(
    text: str, file: str, names: Dictionary, module: str = "", subject: Iterable[str] = ()
) -> tuple[Mention, ...]:
    """What a file uses.

    Shape: `subject` are tables that the file is known to be about, as generator.yml says of its
           module; a column that several tables have is put down to those the file speaks of.
    """
    reader = _Reader(tuple(words(text)), file, names, module)
    reader.subject |= set(subject)
    return tuple(dict.fromkeys(reader.mentions()))


class _Reader:
    """One file being read."""

    def __init__(self, found: Sequence[Word], file: str, names: Dictionary, module: str) -> None:
        self.words = found
        self.file = file
        self.names = names
        self.module = module
        self.subject = {table for word in found if (table := self._table(word))}
        self.aliases = dict(self._aliases())

    def mentions(self) -> Iterator[Mention]:
        """Everything the file uses, in the order it is written."""
        for at, word in enumerate(self.words):
            if word.kind is Kind.NAME:
                yield from self._named(at, word)
            elif word.kind is Kind.STRING:
                yield from self._quoted(at, word)

    def _named(self, at: int, word: Word) -> Iterator[Mention]:
        if table := self._table(word):
            how = How.WRITES if self._text(at - 1) == "new" else How.READS
            yield self._mention(table, "", how, word)
        if self._text(at - 1) not in {"->", "?->", "::"}:
            return
        if self._text(at + 1) != "(":
            yield from self._columns(word.text, self._how(at), word)
        elif accessor := _ACCESSOR.fullmatch(word.text):
            how = How.WRITES if accessor[1] == "set" else How.READS
            yield from self._columns(accessor[2], how, word)
        elif finder := _FINDER.fullmatch(word.text):
            for part in re.split(r"(?:And|Or)(?=[A-Z])", finder[1]):
                yield from self._columns(part, How.READS, word)

    def _quoted(self, at: int, word: Word) -> Iterator[Mention]:
        text = word.text
        if looks_like_sql(text):
            for use in uses_of(text, self.names):
                yield self._mention(use.table, use.column, use.how, word, certain=use.is_certain)
        elif _PLAIN.fullmatch(text):
            yield from self._plain(at, word)
        else:
            for use in qualified(text, self.names, self.aliases):
                if use.is_certain or use.table in self.subject or not self.subject:
                    yield self._mention(
                        use.table, use.column, use.how, word, certain=use.is_certain
                    )
            if not re.search(r"\w\.\w", text):
                # A bare condition such as 'statut = ?' of a query builder.
                for found in re.finditer(r"\b([a-z_]\w*)\s*(?:=|<|>|!=|LIKE|IN|IS)\s", f"{text} "):
                    yield from self._columns(found[1], How.READS, word)

    def _plain(self, at: int, word: Word) -> Iterator[Mention]:
        """One word in quotes: a table, a class, a key, or what get() and set() name."""
        if table := self._table(word):
            yield self._mention(table, "", How.READS, word)
        is_set = self._text(at - 1) == "(" and self._text(at - 2) in {"set", "_set"}
        yield from self._columns(word.text, How.WRITES if is_set else self._how(at, 1), word)

    def _columns(self, name: str, how: How, word: Word) -> Iterator[Mention]:
        candidates = sorted(self.names.by_column.get(folded(name), ()))
        spoken = [one for one in candidates if one[0] in self.subject]
        chosen = spoken or candidates
        for table, column in chosen:
            yield self._mention(table, column, how, word, certain=len(chosen) == 1)

    def _how(self, at: int, closing: int = 0) -> How:
        """Whether what stands there is given a value."""
        following = (
            self._text(at + 1 + closing) if self._text(at + 1) == "]" else self._text(at + 1)
        )
        return How.WRITES if following in {"=", "+=", "-=", ".="} else How.READS

    def _table(self, word: Word) -> str:
        if word.kind is Kind.STRING and word.text.lower() in self.names.tables:
            return word.text.lower()
        if word.kind is Kind.STRING or word.kind is Kind.NAME:
            return self.names.table_of_class(word.text) if word.text[:1].isalpha() else ""
        return ""

    def _aliases(self) -> Iterator[tuple[str, str]]:
        """What query builders call their tables: from('Commune c'), leftJoin('a.Commune c')."""
        for word in self.words:
            if word.kind is not Kind.STRING:
                continue
            for found in _ALIASED.finditer(word.text):
                if table := self.names.table_of_class(found[1]):
                    yield found[2].lower(), table

    def _text(self, at: int) -> str:
        return self.words[at].text if 0 <= at < len(self.words) else ""

    def _mention(
        self, table: str, column: str, how: How, word: Word, *, certain: bool = True
    ) -> Mention:
        return Mention(table, column, how, Spot(self.file, word.line), self.module, certain)
