"""Files and mails that a scene left on each side, compared without their names' random parts."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from itertools import zip_longest
from pathlib import Path
from typing import cast

from proxy.parity.differences import Change, Difference, Part, difference

_RANDOM = re.compile(r"[0-9a-f]{8,}|\d{6,}")
#: Header fields that each mail has of its own.
_OWN_FIELDS = frozenset({"date", "message-id", "mime-version", "received"})


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that a scene made or changed: its name without what is drawn by chance, its content."""

    name: str
    content: bytes


Stamps = dict[Path, tuple[int, int]]


def stamps_of(folders: Sequence[Path]) -> Stamps:
    """When each file was last changed, and its size."""
    found: Stamps = {}
    for folder in folders:
        for path in folder.rglob("*") if folder.is_dir() else ():
            if path.is_file():
                state = path.stat()
                found[path] = (state.st_mtime_ns, state.st_size)
    return found


def kept_since(folders: Sequence[Path], before: Stamps) -> list[Kept]:
    """The files that are new or changed, by name."""
    now = stamps_of(folders)
    changed = [path for path, stamp in now.items() if before.get(path) != stamp]
    return sorted(
        (Kept(_RANDOM.sub("#", path.name), path.read_bytes()) for path in changed),
        key=lambda each: (each.name, each.content),
    )


def file_differences(control: Sequence[Kept], candidate: Sequence[Kept]) -> list[Difference]:
    """Files that one side left and the other did not, and files with another content."""
    found = []
    for one, other in zip_longest(control, candidate):
        field = f"file {(one or other).name}"
        sizes = [f"{each.name}, {len(each.content)} bytes" if each else "" for each in (one, other)]
        if one is None or other is None:
            change = Change.ADDED if one is None else Change.MISSING
            found.append(difference(Part.FILE, field, sizes[0], sizes[1], change))
        elif (one.name, one.content) != (other.name, other.content):
            found.append(difference(Part.FILE, field, sizes[0], sizes[1]))
    return found


def mail_differences(control: Sequence[Kept], candidate: Sequence[Kept]) -> list[Difference]:
    """Mails that were not sent, sent twice, sent to others or with other words."""
    one, other = (sorted(_mail(each.content) for each in kept) for kept in (control, candidate))
    found = [difference(Part.MAIL, "mail", said, "", Change.MISSING) for said in _less(one, other)]
    return found + [
        difference(Part.MAIL, "mail", "", said, Change.ADDED) for said in _less(other, one)
    ]


def _less(one: list[str], other: list[str]) -> list[str]:
    rest = list(other)
    left = []
    for each in one:
        if each in rest:
            rest.remove(each)
        else:
            left.append(each)
    return left


def _mail(content: bytes) -> str:
    """A mail as its reader sees it: its fields, then all its parts, whatever keeps them apart."""
    message = message_from_bytes(content, policy=policy.default)
    fields = sorted(
        f"{name}: {value}" for name, value in message.items() if name.lower() not in _OWN_FIELDS
    )
    if message.is_multipart():
        fields = [each for each in fields if not each.lower().startswith("content-type:")]
        fields.append(f"Content-Type: {message.get_content_type()}")
    parts = (each for each in message.walk() if not each.is_multipart())
    return "\n".join([*fields, *("\n" + _part(each) for each in parts)])


def _part(part: EmailMessage) -> str:
    """The words of a part; of one that is a file its name and digest."""
    if part.get_content_maintype() == "text" and not part.is_attachment():
        return "\n".join(str(part.get_content()).split("\r\n")).strip()
    content = cast("bytes", part.get_payload(decode=True) or b"")
    digest = hashlib.sha256(content).hexdigest()[:16]
    return f"{part.get_content_type()} {part.get_filename('')} {digest}"
