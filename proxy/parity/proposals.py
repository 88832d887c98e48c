"""A mask or an accepted difference proposed from the console: written to the lot's file, journalled."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from proxy.errors import ParityFileRefused
from proxy.flips.desk import Desk
from proxy.flips.notes import note
from proxy.flips.state_files import writable
from proxy.parity.ledger import AcceptedKind
from proxy.parity.rules_file import FILE_NAME, read_rules

_LONGEST = 300
_FIRST = "# What may differ between PHP and Python in this lot. docs/reference/parity.md explains every key.\nversion: 1\n"


@dataclass(frozen=True, slots=True)
class Proposal:
    """What somebody proposes of one difference.

    Shape: with `expires` it is an entry of the ledger, without it a mask; `field` and `route` as
           the report names them.
    """

    lot: str
    field: str
    reason: str
    route: str = "*"
    owner: str = ""
    kind: str = AcceptedKind.INTENDED.value
    expires: date | None = None

    @property
    def key(self) -> str:
        """The list of the file that it goes to."""
        return "masks" if self.expires is None else "accepted"

    def entry(self) -> Mapping[str, object]:
        """It, as the file has it."""
        if self.expires is None:
            return {"reason": self.reason, "field": self.field}
        return {
            "reason": self.reason, "owner": self.owner, "expires": self.expires,
            "kind": self.kind, "route": self.route, "field": self.field,
        }  # fmt: skip


def write_proposal(desk: Desk, folder: Path, proposal: Proposal) -> None:
    """Put it at the end of its list in the lot's file; comments and all else stay.

    Shape: the file is replaced whole, or not at all, and the journal says who did it.
    Errors: ParityFileRefused, StateUnwritable, FlipUnderWay, JournalBroken.
    """
    _check(proposal)
    read_rules(folder, proposal.lot)  # a file that cannot be used is mended first
    path = folder / proposal.lot / FILE_NAME
    text = path.read_text(encoding="utf-8") if path.exists() else _FIRST
    after = with_entry(text, proposal, str(path))
    with writable(path):
        path.parent.mkdir(exist_ok=True)
        draft = path.with_name(f".{path.name}.draft")
        draft.write_text(after, encoding="utf-8")
        draft.replace(path)
    try:
        read_rules(folder, proposal.lot)
    except ParityFileRefused:
        path.write_text(text, encoding="utf-8")
        raise
    what = "masked" if proposal.expires is None else f"accepted until {proposal.expires}"
    note(desk, proposal.lot, f"parity: {proposal.field} {what}: {proposal.reason}")


def with_entry(text: str, proposal: Proposal, path: str) -> str:
    """The file's text with the proposal as a new line of its list; every other byte stays.

    Errors: ParityFileRefused.
    """
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    head = next((at for at, line in enumerate(lines) if line.startswith(f"{proposal.key}:")), None)
    if head is None:
        return "".join([*lines, f"\n{proposal.key}:\n", _line(proposal, "  ")])
    rest = lines[head].partition(":")[2].partition("#")[0].strip()
    if rest not in {"", "[]"}:
        raise ParityFileRefused([f"{path}: write `{proposal.key}` as a list of lines first"])
    lines[head] = lines[head].replace(": []", ":", 1)
    items = filter(None, map(_ITEM.match, lines[head + 1 : _end(lines, head)]))
    first = next(items, None)
    indent = first[1] if first else "  "
    last = _last(lines, head)
    return "".join([*lines[: last + 1], _line(proposal, indent), *lines[last + 1 :]])


_ITEM = re.compile(r"( *)- ")


def _end(lines: list[str], head: int) -> int:
    """Where the next top-level key begins."""
    later = range(head + 1, len(lines))
    return next((at for at in later if re.match(r"[A-Za-z_]", lines[at])), len(lines))


def _last(lines: list[str], head: int) -> int:
    """The last line of the list that says something."""
    said = [
        at for at in range(head, _end(lines, head))
        if lines[at].strip() and not (lines[at].startswith("#"))
    ]  # fmt: skip
    return said[-1]


def _line(proposal: Proposal, indent: str) -> str:
    pairs = ", ".join(f"{name}: {_said(value)}" for name, value in proposal.entry().items())
    return f"{indent}- {{ {pairs} }}\n"


def _said(value: object) -> str:
    """A value as YAML reads it: a day bare, a text between double quotes."""
    return str(value) if isinstance(value, date) else json.dumps(value, ensure_ascii=False)


def _check(proposal: Proposal) -> None:
    """Errors: ParityFileRefused."""
    faults = []
    if not re.fullmatch(r"[a-z][a-z0-9_]*", proposal.lot):
        faults.append(f"{proposal.lot!r} is no lot")
    if not proposal.reason.strip():
        faults.append("a reason is needed")
    if proposal.expires is not None and not proposal.owner.strip():
        faults.append("an owner is needed")
    if proposal.kind not in {kind.value for kind in AcceptedKind}:
        faults.append(f"kind is intended or security, not {proposal.kind!r}")
    texts = (proposal.reason, proposal.owner, proposal.field, proposal.route)
    if not all(text.isprintable() and len(text) <= _LONGEST for text in texts):
        faults.append(f"one line of printable text each, {_LONGEST} characters at most")
    if not proposal.field or set(proposal.field) <= {"*", " "}:
        faults.append("a field is needed, and not all of them")
    if faults:
        raise ParityFileRefused(faults)
