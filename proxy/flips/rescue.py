"""A rollback on a routing file that cannot be used: the last good one is put back, nothing is lost."""

import hashlib
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from tempfile import mkstemp

from proxy.core.stages import Stage, StageName
from proxy.errors import LotUnknown, RoutingFileRefused, TableMoved
from proxy.flips.proposal import Proposal, content_of, propose
from proxy.flips.state_files import sync_folder, writable
from proxy.routing_file.last_good import last_good
from proxy.routing_file.reader import parse_table
from proxy.routing_file.splicing import restage
from proxy.routing_file.writer import DRAFT, replace_file

_FILE_MODE = 0o644


@dataclass(frozen=True, slots=True)
class Rescue:
    """What goes in the place of a routing file that cannot be used.

    Shape: `proposal.before` is what is there, empty when nothing can be read; `good` is the last
           good file, None when the lot's stage alone mends what is there; `kept` is where what
           is there goes, None when it is mended in place, or nothing is there.
    """

    proposal: Proposal
    good: bytes | None
    kept: Path | None
    fault: str

    @property
    def story(self) -> str:
        """What happens, for the operator and for the journal."""
        if self.good is None:
            return f"the file could not be used ({self.fault}); with the lot's stage it can"
        kept = f"; what was there is kept as {self.kept}" if self.kept else ""
        return f"the file could not be used ({self.fault}): the last good one is back{kept}"

    @property
    def stages(self) -> Mapping[str, str]:
        """Every lot's stage once it is done."""
        return {lot.name: str(lot.stage) for lot in parse_table(self.proposal.after).lots}


def plan_rescue(routing_file: Path, state_dir: Path, lot: str, at: str) -> Rescue | None:
    """How to roll back a lot without a usable file; None when the file can be used after all.

    Errors: LotUnknown; RoutingFileRefused, when no last good file is kept either.
    """
    target = _target(routing_file)
    before = b""
    try:
        before = content_of(target)
        parse_table(before, routing_file.name)
    except RoutingFileRefused as refused:
        fault = refused
    else:
        return None
    short = str(fault).splitlines()[0]
    good = last_good(state_dir)
    if good is not None:
        with suppress(RoutingFileRefused):
            proposal = replace(propose(good, routing_file.name, lot, None), before=before)
            return Rescue(proposal, good, _free_name(target, at), short)
    mended = _mended(before, routing_file.name, lot)
    if mended is not None:
        return Rescue(mended, None, None, short)
    advice = (
        f"no last good file is kept in {state_dir}: mend this one (figuier check names each "
        "mistake) or take it back from git, then roll back again; the processes that run go on "
        "with the table they have, and an edit by hand changes nothing while the file is refused"
    )
    raise RoutingFileRefused(f"{fault}\n{advice}")


def put_back(rescue: Rescue, routing_file: Path) -> None:
    """Make the routing file usable, with the lot back.

    Errors: TableMoved, when somebody changed the file meanwhile; StateUnwritable.
    """
    target = _target(routing_file)
    expected = rescue.proposal.before
    with writable(target):
        if rescue.kept is not None:
            _keep(target, rescue.kept, is_readable=bool(expected))
        if rescue.good is not None and not os.path.lexists(target):
            _create(target, rescue.good)
            expected = rescue.good
        replace_file(target, hashlib.sha256(expected).hexdigest(), rescue.proposal.after)


def _target(routing_file: Path) -> Path:
    # Path.resolve() refuses links that lead to themselves, which are no reason to stop here.
    return Path(os.path.realpath(routing_file))


def _mended(data: bytes, name: str, lot: str) -> Proposal | None:
    try:
        after = restage(data, lot, Stage(StageName.LEGACY))
        return replace(propose(after, name, lot, None), before=data)
    except (RoutingFileRefused, LotUnknown):
        return None


def _free_name(target: Path, at: str) -> Path | None:
    if not os.path.lexists(target):
        return None
    stamp = at.partition(".")[0].replace(":", "").replace("-", "")
    first = target.with_name(f"{target.name}.broken-{stamp}")
    others = (first.with_name(f"{first.name}-{number}") for number in count(2))
    return first if not os.path.lexists(first) else next(p for p in others if not p.exists())


def _keep(target: Path, kept: Path, *, is_readable: bool) -> None:
    """Another name for what is there; the first one stays where it can, so that it is never missing."""
    if is_readable:
        with suppress(OSError):
            os.link(target, kept)
            return
    target.rename(kept)


def _create(target: Path, data: bytes) -> None:
    """The file where there is none; its folder's owner gets it."""
    handle, name = mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=DRAFT)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            if os.geteuid() == 0:
                owner = target.parent.stat()
                os.fchown(file.fileno(), owner.st_uid, owner.st_gid)
            os.fchmod(file.fileno(), _FILE_MODE)
            os.fsync(file.fileno())
        _require_absent(target)
        Path(name).replace(target)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise
    sync_folder(target.parent)


def _require_absent(target: Path) -> None:
    if os.path.lexists(target):
        raise TableMoved(f"{target} has come back meanwhile; look at it and try again")
