"""A first routing.yaml of what was read, which the reader of routing files accepts."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from proxy.core.table import Backend, BackendKind
from proxy.errors import ProjectUnreadable
from proxy.inventory.coverage import percentages
from proxy.inventory.entries import Survey
from proxy.inventory.grouping import ProposedLot, grouped, ordered
from proxy.inventory.traffic import Traffic
from proxy.routing_file.mistakes import Mistake, RoutingFileRefused
from proxy.routing_file.reader import parse_table

#: Rounds of mending: each puts two lots together, or drops a line; a file has far fewer.
_ROUNDS = 500

_HEAD = """# Proposed by `figuier lots propose`: a first cut, for a person to change.
# Each lot is at stage legacy: nothing changes until a lot is moved. Above each one stands why its
# modules are together, and why it stands where it stands. Names and titles want to be better ones.
version: 1
gates: enforced

backends:
"""


def proposal(
    survey: Survey, backends: Mapping[str, Backend], traffic: Traffic | None = None
) -> str:
    """The text of a routing file with a lot for each group of modules.

    Shape:  lots that the reader would not let stand side by side are put together, with the reason.
    Errors: ProjectUnreadable, when nothing in it can be claimed.
    """
    hits = {number: counts.hits for number, counts in traffic.entries.items()} if traffic else {}
    lots = ordered(grouped(survey.entries, survey.modules, survey.sharings, hits))
    if not any(line for lot in lots for line in lot.lines.values()):
        raise ProjectUnreadable("nothing was found that a lot could claim: see figuier inventory")
    for _ in range(_ROUNDS):
        text = _text(lots, backends, traffic)
        try:
            parse_table(text.encode(), "routing.yaml")
        except RoutingFileRefused as refused:
            lots = _mended(lots, refused.mistakes[0], text)
        else:
            return text
    raise ProjectUnreadable("the proposal does not come to an end")


def _mended(lots: Sequence[ProposedLot], mistake: Mistake, text: str) -> list[ProposedLot]:
    """The lots without one mistake: two that collide become one, else the line goes."""
    by_name = {lot.name: lot for lot in lots}
    parts = mistake.path.split(".")
    first = by_name.get(parts[1]) if len(parts) > 1 else None
    if first is not None:
        words = re.findall(r"[a-z][a-z0-9_]*", mistake.text)
        others = [by_name[word] for word in words if word in by_name and word != first.name]
        if others:
            return ordered(_joined(lots, first, others[0], mistake))
        line = text.splitlines()[mistake.place.line - 1].strip().removeprefix("- ")
        if any(line in each for each in first.lines.values()):
            return [_without(lot, line, mistake) if lot is first else lot for lot in lots]
    raise ProjectUnreadable(f"the proposal cannot be mended: {mistake}")


def _joined(
    lots: Sequence[ProposedLot], first: ProposedLot, other: ProposedLot, mistake: Mistake
) -> list[ProposedLot]:
    why = f"{first.name} and {other.name} cannot part: {_sentence(mistake.text)}"
    lines = {
        backend: tuple(
            dict.fromkeys([*first.lines.get(backend, ()), *other.lines.get(backend, ())])
        )
        for backend in {**first.lines, **other.lines}
    }
    name = first.name if first.size >= other.size and not other.signs_in else other.name
    joined = replace(
        first,
        name=name,
        modules=(*first.modules, *other.modules),
        lines=lines,
        tables=first.tables | other.tables,
        written=first.written | other.written,
        size=first.size + other.size,
        hits=first.hits + other.hits,
        why=(*first.why, *other.why, why),
        dropped=(*first.dropped, *other.dropped),
    )
    return [joined if lot is first else lot for lot in lots if lot is not other]


def _without(lot: ProposedLot, line: str, mistake: Mistake) -> ProposedLot:
    kept = {name: tuple(each for each in said if each != line) for name, said in lot.lines.items()}
    dropped = (*lot.dropped, f"{line}: {_sentence(mistake.text)}")
    return replace(lot, lines=kept, dropped=dropped)


def _sentence(text: str) -> str:
    return " ".join(text.split())


def _text(
    lots: Sequence[ProposedLot], backends: Mapping[str, Backend], traffic: Traffic | None
) -> str:
    text = _HEAD + "".join(_backend(each) for each in backends.values()) + "\nlots:\n"
    shares = percentages([lot.hits for lot in lots])
    for place, (lot, share) in enumerate(zip(lots, shares, strict=True), 1):
        if any(lot.lines.values()):
            text += "\n" + _lot(lot, place, share if traffic else "", backends)
    return text


def _backend(backend: Backend) -> str:
    controllers = ", ".join(f"{file}: {name}" for file, name in backend.controllers.items())
    text = f"  {backend.name}:\n    kind: {backend.kind.value}\n    url: {backend.url}\n"
    text += f"    hosts: [{', '.join(backend.hosts)}]\n"
    return text + (f"    controllers: {{ {controllers} }}\n" if controllers else "")


def _lot(lot: ProposedLot, place: int, share: str, backends: Mapping[str, Backend]) -> str:
    first, *others = _reasons(lot, share)
    lines = [f"  # {place}. {first}", *(f"  #    {sentence}" for sentence in others)]
    lines += [f"  {lot.name}:", f"    title: {_title(lot)}", "    stage: legacy"]
    if lot.needs:
        lines.append(f"    needs: [{', '.join(lot.needs)}]")
    modules = [
        module
        for backend, module in lot.modules
        if backends[backend].kind is BackendKind.SYMFONY1 and re.fullmatch(r"[A-Za-z0-9_]+", module)
    ]
    if modules:
        lines.append(f"    symfony_modules: [{', '.join(dict.fromkeys(modules))}]")
    lines.append("    routes:")
    for backend, said in lot.lines.items():
        if not said:
            continue
        lines.append(f"      {backend}:")
        lines += [f"        - {line}" for line in said]
    lines += [f"        # left out: {each}" for each in lot.dropped]
    return "\n".join(lines) + "\n"


def _title(lot: ProposedLot) -> str:
    return '"' + lot.name.replace("_", " ").capitalize() + '"'


def _reasons(lot: ProposedLot, share: str) -> list[str]:
    """Why this lot, why here; the first sentence is numbered with its place."""
    names = ", ".join(dict.fromkeys(module for _, module in lot.modules))
    found = [f"Modules: {names}." if len(lot.modules) > 1 else f"Module {names}."]
    found += [f"Together: {why}." for why in lot.why]
    if lot.signs_in:
        found.append("Last: everybody signs in through it.")
    if lot.written:
        found.append(f"Writes {', '.join(sorted(lot.written))}: after what only reads.")
    else:
        found.append("Writes no table that we know: before those that write.")
    if lot.needs:
        found.append(f"After {', '.join(lot.needs)}: it reads their tables.")
    found.append(f"Size: {lot.size} lines of PHP." + (f" Traffic: {share}." if share else ""))
    return found
