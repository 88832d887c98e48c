"""`/-/inventaire`: the last inventory that was kept, and what changed since the one before."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Blueprint, render_template

from proxy.console.sources import sources
from proxy.errors import ProjectUnreadable
from proxy.inventory.difference import Difference, difference
from proxy.inventory.document import read_document
from proxy.inventory.keeping import kept_fields, kept_paths

blueprint = Blueprint("inventory", __name__)

#: Lines of a list; the whole is in `figuier inventory --all`.
_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Found:
    """The last inventory, and what differs from the one before, when there is one."""

    fields: Mapping[str, Any]
    changes: Difference | None
    before: str


@blueprint.get("/-/inventaire")
def page() -> str:
    """Coverage, unknown surface, candidates for retirement, split clusters, moved pages."""
    paths = kept_paths(sources().settings.state_dir)
    try:
        found, fault = _found(paths), ""
    except ProjectUnreadable as error:
        found, fault = None, str(error)
    return render_template(
        "console/inventory.html",
        found=found,
        fault=fault,
        shown=_SHOWN,
        unclaimed=_standing(found, "unclaimed"),
        twice=_standing(found, "claimed twice"),
        left_out=_remarks(found, is_left_out=True),
        reserves=_remarks(found, is_left_out=False),
        split=[each for each in found.fields["clusters"] if each["is_split"]] if found else [],
    )


def _found(paths: list[Path]) -> Found | None:
    if not paths:
        return None
    fields = kept_fields(paths[0])
    if len(paths) == 1:
        return Found(fields, None, "")
    after = read_document(paths[0].read_text(encoding="utf-8"), paths[0].name)
    before = read_document(paths[1].read_text(encoding="utf-8"), paths[1].name)
    return Found(fields, difference(before, after), before.made_at)


def _standing(found: Found | None, standing: str) -> list[Mapping[str, Any]]:
    return [e for e in found.fields["entries"] if e["standing"] == standing] if found else []


def _remarks(found: Found | None, *, is_left_out: bool) -> list[Mapping[str, Any]]:
    """What could not be read at all, or what was read with a reserve."""
    said = found.fields["remarks"] if found else []
    return [each for each in said if bool(each.get("is_left_out")) is is_left_out]
