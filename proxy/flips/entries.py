"""What the journal's lines say, and how each one proves the one before it."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum

from proxy.errors import JournalBroken

FORMAT = 1
#: What the first line has in place of the digest of the line before it.
NOTHING_BEFORE = "0" * 64


class EntryKind(StrEnum):
    """What a line of the journal is about."""

    INTENT = "intent"
    DONE = "done"
    WITHDRAWN = "withdrawn"
    NOTE = "note"
    APPROVAL = "approval"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the journal.

    Shape: `before` and `after` are the routing file's digests around the flip, or around the hand
           edit of a note; `of` is the number of the intent that a done or withdrawn ends; `gates`
           has one sentence for each gate that was closed; `stages` is every lot's stage, and `rules`
           what holds flips back or not, in notes only; `previous` is the SHA-256 of the whole line before, `seal` of this line's own
           fields.
    """

    kind: EntryKind
    at: str
    who: str
    why: str = ""
    lot: str = ""
    from_stage: str = ""
    to_stage: str = ""
    plan: str = ""
    before: str = ""
    after: str = ""
    of: int | None = None
    text: str = ""
    override: str = ""
    gates: tuple[str, ...] = ()
    stages: Mapping[str, str] = field(default_factory=dict)
    rules: Mapping[str, str] = field(default_factory=dict)
    format: int = FORMAT
    number: int = 0
    previous: str = NOTHING_BEFORE
    seal: str = ""


def sealed(entry: Entry, last: Entry | None) -> Entry:
    """The entry, numbered and chained to the last one."""
    numbered = replace(
        entry,
        number=last.number + 1 if last else 1,
        previous=line_digest(last) if last else NOTHING_BEFORE,
        seal="",
    )
    return replace(numbered, seal=_digest(_packed(numbered)))


def line_of(entry: Entry) -> bytes:
    """The entry as a line of the journal, without its end."""
    return _packed(entry)


def line_digest(entry: Entry) -> str:
    """The SHA-256 of the entry's line, which the next line repeats."""
    return _digest(_packed(entry))


def entry_of(line: bytes, number: int) -> Entry:
    """The entry that a line of the journal holds, once its seal is checked.

    Shape:  `line` without its end; `number` only names it in errors.
    Errors: JournalBroken.
    """
    try:
        fields = json.loads(line.decode())
        fields["kind"] = EntryKind(fields["kind"])
        fields["gates"] = tuple(fields.get("gates", ()))
        entry = Entry(**fields)
        is_ours = _packed(entry) == line
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise JournalBroken(number, "it is not a line that this program wrote") from None
    if not is_ours or entry.seal != _digest(_packed(replace(entry, seal=""))):
        raise JournalBroken(number, "it is not what was written there")
    return entry


def chained(lines: Iterable[bytes]) -> Iterator[Entry]:
    """The entries of the journal's lines, as long as each continues the one before.

    Errors: JournalBroken, at the first line that does not.
    """
    last: Entry | None = None
    for number, line in enumerate(lines, 1):
        entry = entry_of(line, number)
        if entry.number > number:
            raise JournalBroken(number, f"it bears number {entry.number}: lines before it are gone")
        if entry.number < number:
            raise JournalBroken(number, f"it bears number {entry.number}: it was put there")
        if entry.previous != (line_digest(last) if last else NOTHING_BEFORE):
            raise JournalBroken(number - 1, "it is not the line that the next one continues")
        last = entry
        yield entry


def _packed(entry: Entry) -> bytes:
    fields = {key: value for key, value in asdict(entry).items() if value not in _EMPTY}
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


#: What a field that was never set holds; such fields are not written.
_EMPTY: tuple[object, ...] = ("", (), {}, None)
