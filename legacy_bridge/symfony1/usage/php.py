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
#: A bare condition such as 'statut = ?' of a query builder.
_CONDITION = re.compile(r"\b([a-z_]\w*)\s*(?:=|<|>|!=|LIKE|IN|IS)\s")
_LIST = re.compile(r"\s*[a-z_]\w*\s*(?:,\s*[a-z_]\w*\s*)+")

#: What query builders take a table by, and what they take columns by without its alias.
_TABLE_CALLS = frozenset(
    {"from", "addFrom", "leftJoin", "innerJoin", "rightJoin", "join", "update", "delete"}
)
_COLUMN_CALLS = frozenset(
    {"select", "addSelect", "orderBy", "addOrderBy", "groupBy", "addGroupBy", "having", "addHaving",
     "where", "andWhere", "addWhere", "orWhere", "whereIn", "andWhereIn", "orWhereIn", "findBySql",
     "findByDql", "findBy", "findOneBy", "setSort"}
)  # fmt: skip
#: Calls whose arrays name columns that are written.
_WRITING_CALLS = frozenset({"insert", "update", "fromArray", "synchronizeWithArray", "replace"})


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
        self.subject = {
            table
            for word in set(found)
            if word.kind in {Kind.NAME, Kind.STRING} and (table := self._table(word))
        }
        self.aliases = dict(self._aliases())
        self._done: set[int] = set()

    def mentions(self) -> Iterator[Mention]:
        """Everything the file uses, in the order it is written."""
        for at, word in enumerate(self.words):
            if word.kind is Kind.NAME:
                yield from self._named(at, word)
            elif word.kind is Kind.STRING and at not in self._done:
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
        whole, parts = self._joined(at)
        if looks_like_sql(whole):
            self._done |= set(parts)
            yield from self._statement(whole, parts)
        elif _PLAIN.fullmatch(text):
            yield from self._plain(at, word)
        else:
            yield from self._piece(at, word)

    def _statement(self, whole: str, parts: Sequence[int]) -> Iterator[Mention]:
        """A statement, put together from strings and what only PHP knows."""
        head = self.words[parts[0]]
        uses = uses_of(whole, self.names)
        for use in uses:
            said = [
                self.words[at]
                for at in parts
                if use.column and use.column in self._text(at).lower()
            ]
            word = said[0] if said else head
            yield self._mention(use.table, use.column, use.how, word, certain=use.is_certain)
        if not uses:
            # Its table has a name that only PHP knows: one of those the file speaks of.
            for found in _CONDITION.finditer(f"{whole} "):
                yield from self._columns(found[1], How.READS, head)

    def _piece(self, at: int, word: Word) -> Iterator[Mention]:
        """A piece of a query: tables with aliases, qualified names, bare names, conditions."""
        call = self._text(at - 2) if self._text(at - 1) == "(" else ""
        for found in _ALIASED.finditer(word.text) if call in _TABLE_CALLS else ():
            if table := self.names.table_of_class(found[1]):
                how = How.WRITES if call in {"update", "delete"} else How.READS
                yield self._mention(table, "", how, word)
        how = How.WRITES if call == "set" else How.READS
        for use in qualified(word.text, self.names, self.aliases, how):
            if use.is_certain or use.table in self.subject or not self.subject:
                yield self._mention(use.table, use.column, use.how, word, certain=use.is_certain)
        for name in self._bare(word.text, call):
            yield from self._columns(name, How.READS, word)

    def _bare(self, text: str, call: str) -> list[str]:
        """Names without an alias: what a query builder is given, a list, or a condition."""
        spoken = self.subject | set(self.aliases.values())
        if call in _COLUMN_CALLS or _LIST.fullmatch(text):
            bare = re.findall(r"(?<![\w.:])[a-z_]\w*(?![\w.(])", text)
            known = [name for name in bare if self._owners(name) & spoken]
            if known and (call in _COLUMN_CALLS or len(known) == len(bare)):
                return known
        if re.search(r"\w\.\w", text):
            return []
        return [found[1] for found in _CONDITION.finditer(f"{text} ")]

    def _owners(self, name: str) -> set[str]:
        return {table for table, _ in self.names.by_column.get(folded(name), ())}

    def _joined(self, at: int) -> tuple[str, list[int]]:
        """Strings joined by dots, with a mark for what is neither; and which words they are."""
        whole, parts = self.words[at].text, [at]
        while self._text(at + 1) == "." and at + 2 < len(self.words):
            following = self.words[at + 2]
            if following.kind is Kind.STRING:
                whole, at = whole + following.text, at + 2
                parts.append(at)
            elif following.kind in {Kind.VARIABLE, Kind.NAME}:
                whole, at = f"{whole} php_variable ", self._after_accessors(at + 2)
            else:
                break
        return whole, parts

    def _after_accessors(self, at: int) -> int:
        """The last word of a variable with its keys, properties and calls."""
        while (sign := self._text(at + 1)) in {"->", "?->", "::", "[", "("}:
            if sign in {"[", "("}:
                depth, at = 1, at + 1
                while depth and at + 1 < len(self.words):
                    at += 1
                    depth += {"[": 1, "(": 1, "]": -1, ")": -1}.get(self._sign(at), 0)
            else:
                at += 2
        return at

    def _sign(self, at: int) -> str:
        return self.words[at].text if self.words[at].kind is Kind.SIGN else ""

    def _plain(self, at: int, word: Word) -> Iterator[Mention]:
        """One word in quotes: a table, a class, a key, or what get() and set() name."""
        if table := self._table(word):
            yield self._mention(table, "", How.READS, word)
        is_set = self._text(at - 1) == "(" and self._text(at - 2) in {"set", "_set"}
        is_given = self._text(at + 1) == "=>" and self._enclosing(at) in _WRITING_CALLS
        how = How.WRITES if is_set or is_given else self._how(at, 1)
        yield from self._columns(word.text, how, word)

    def _enclosing(self, at: int) -> str:
        """The call whose array this key belongs to; empty for an array of its own."""
        depth = 0
        for back in range(at - 1, max(at - 200, -1), -1):
            sign = self._sign(back)
            depth += {")": 1, "]": 1, "(": -1, "[": -1}.get(sign, 0)
            if sign == ";":
                break
            if depth < 0 and sign == "(" and self._text(back - 1) != "array":
                return self._text(back - 1)
            depth = max(depth, 0)
        return ""

    def _columns(self, name: str, how: How, word: Word) -> Iterator[Mention]:
        candidates = sorted(self.names.by_column.get(folded(name), ()))
        near = self.subject | set(self.aliases.values())
        spoken = [one for one in candidates if one[0] in near]
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
