"""Modules put together into lots, and the lots into an order, each with its reasons."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from proxy.inventory.entries import Entry, ModuleFacts, Sharing

#: A session attribute that more modules use is the visitor's, not a page's: it groups nothing.
_WIDE = 4
#: Lines of PHP below which an administration module is the generator's own work.
_SIMPLE = 40
#: Modules that are the framework's own, or sign people in: everything else depends on them.
_SIGN_IN = re.compile(r"sfGuard|sfDoctrineGuard|[Aa]uth|[Ll]ogin|[Ss]ecurity|Partner(?=/signIn)")

#: A line that claims all that no other one does.
_ROOT_REST = re.compile(r"^(?:[A-Z]+ )?/\*")

Module = tuple[str, str]


@dataclass(frozen=True)
class ProposedLot:
    """A lot as it is proposed.

    Shape: `modules` as (backend, module); `lines` routes by backend; `why` one sentence a reason.
    """

    name: str
    modules: tuple[Module, ...]
    lines: Mapping[str, tuple[str, ...]]
    tables: frozenset[str] = frozenset()
    written: frozenset[str] = frozenset()
    size: int = 0
    hits: int = 0
    needs: tuple[str, ...] = ()
    why: tuple[str, ...] = ()
    dropped: tuple[str, ...] = field(default=())

    @property
    def signs_in(self) -> bool:
        """Whether it is the lot of accounts, which moves last."""
        return any(_SIGN_IN.search(module) for _, module in self.modules)


def grouped(
    entries: Sequence[Entry],
    facts: Iterable[ModuleFacts],
    sharings: Iterable[Sharing],
    hits: Mapping[int, int],
) -> list[ProposedLot]:
    """One lot for each group of modules that must, or had better, move together."""
    known = _merged_facts(facts)
    modules = list(dict.fromkeys((e.backend, e.module) for e in entries if e.module and e.claims))
    groups = _Groups(modules)
    _join_sharing(groups, sharings)
    _join_tables(groups, known)
    _join_sign_in(groups, modules)
    _join_children(groups, known)
    _join_simple(groups, known)
    return [
        _lot(members, entries, known, hits, groups.reasons(members)) for members in groups.members()
    ]


class _Groups:
    """Modules joined step by step, with the reason of each step."""

    def __init__(self, modules: Sequence[Module]) -> None:
        self.parents: dict[Module, Module] = {module: module for module in modules}
        self.why: dict[Module, list[str]] = {}

    def top(self, module: Module) -> Module:
        while self.parents[module] != module:
            module = self.parents[module]
        return module

    def join(self, one: Module, other: Module, why: str) -> None:
        if one not in self.parents or other not in self.parents:
            return
        first, second = self.top(one), self.top(other)
        if first != second:
            self.parents[second] = first
            self.why.setdefault(one, []).append(why)

    def members(self) -> list[tuple[Module, ...]]:
        found: dict[Module, list[Module]] = {}
        for module in self.parents:
            found.setdefault(self.top(module), []).append(module)
        return [tuple(each) for each in found.values()]

    def reasons(self, members: Iterable[Module]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(why for each in members for why in self.why.get(each, ())))


def _merged_facts(facts: Iterable[ModuleFacts]) -> dict[Module, ModuleFacts]:
    """The facts of a module over all applications of its backend."""
    found: dict[Module, ModuleFacts] = {}
    for fact in facts:
        key = fact.backend, fact.module
        other = found.get(key)
        found[key] = fact if other is None else replace(
            other,
            tables=other.tables | fact.tables,
            written=other.written | fact.written,
            links=other.links | fact.links,
            lines=other.lines + fact.lines,
        )  # fmt: skip
    return found


def _join_sharing(groups: _Groups, sharings: Iterable[Sharing]) -> None:
    for sharing in sharings:
        if len(sharing.modules) <= _WIDE:
            first = sharing.backend, sharing.modules[0]
            for module in sharing.modules[1:]:
                why = f"{sharing.modules[0]} and {module}: {sharing.why}"
                groups.join(first, (sharing.backend, module), why)


def _join_tables(groups: _Groups, facts: Mapping[Module, ModuleFacts]) -> None:
    """Two modules that administer the same table are one thing."""
    owners: dict[tuple[str, str], Module] = {}
    for module, fact in facts.items():
        if fact.is_generated:
            for table in sorted(fact.written):
                owner = owners.setdefault((fact.backend, table), module)
                groups.join(owner, module, f"{owner[1]} and {module[1]} both write {table}")


def _join_sign_in(groups: _Groups, modules: Sequence[Module]) -> None:
    signing = [module for module in modules if _SIGN_IN.search(module[1])]
    for module in signing[1:]:
        if module[0] == signing[0][0]:
            groups.join(signing[0], module, "accounts, groups and sign-in move as one")


def _join_children(groups: _Groups, facts: Mapping[Module, ModuleFacts]) -> None:
    """A small module whose name or tables are part of another's belongs to it."""
    for (backend, module), fact in sorted(facts.items()):
        for (other_backend, other), owner in sorted(facts.items()):
            if backend != other_backend or module == other or _SIGN_IN.search(other):
                continue
            if module.startswith(f"{other}_"):
                groups.join((backend, other), (backend, module), f"{module} is a part of {other}")
            elif (
                fact.written
                and fact.written < owner.tables
                and owner.is_generated
                and (
                    fact.is_generated and fact.lines <= owner.lines and fact.tables <= owner.tables
                )
            ):
                table = ", ".join(sorted(fact.written))
                groups.join((backend, other), (backend, module), f"{other} also uses {table}")


def _join_simple(groups: _Groups, facts: Mapping[Module, ModuleFacts]) -> None:
    """Lists of one table each, without code of their own: one lot moves them all."""
    alone = {members[0] for members in groups.members() if len(members) == 1}
    firsts: dict[tuple[str, str], Module] = {}
    for module, fact in facts.items():
        is_simple = fact.is_generated and fact.lines <= _SIMPLE and len(fact.tables) == 1
        if module in alone and is_simple and not fact.links and not _SIGN_IN.search(module[1]):
            first = firsts.setdefault((fact.backend, fact.application), module)
            groups.join(first, module, "lists of one table each, with next to no code of their own")


def _lot(
    members: Sequence[Module],
    entries: Sequence[Entry],
    facts: Mapping[Module, ModuleFacts],
    hits: Mapping[int, int],
    why: tuple[str, ...],
) -> ProposedLot:
    own = set(members)
    lines: dict[str, dict[str, None]] = {}
    asked = 0
    for number, entry in enumerate(entries):
        if (entry.backend, entry.module) in own:
            asked += hits.get(number, 0)
            lines.setdefault(entry.backend, {}).update(dict.fromkeys(entry.claims))
    known = [facts[member] for member in members if member in facts]
    # Who claims the rest of a site claims what others will need: that is decided by a person.
    rests = [line for said in lines.values() for line in said if _ROOT_REST.search(line)]
    for said in lines.values():
        for line in rests:
            said.pop(line, None)
    return ProposedLot(
        _name(members),
        tuple(members),
        {backend: without_doubles(tuple(said)) for backend, said in lines.items()},
        frozenset().union(*(each.tables for each in known)),
        frozenset().union(*(each.written for each in known)),
        sum(each.lines for each in known),
        asked,
        why=why,
        dropped=tuple(f"{line}: all that no lot claims stays legacy's" for line in rests),
    )


def without_doubles(lines: tuple[str, ...]) -> tuple[str, ...]:
    """Lines without those that a line for every method says already, and doubled shapes."""
    seen: dict[tuple[str, str], str] = {}
    bare = {line for line in lines if " " not in line}
    for line in lines:
        method, _, pattern = line.rpartition(" ")
        if method and pattern in bare:
            continue
        shape = re.sub(r":[A-Za-z_]\w*", ":", pattern)
        seen.setdefault((method, shape), line)
    return tuple(seen.values())


def _name(members: Sequence[Module]) -> str:
    """A word of routing.yaml: the shortest module's, without capitals."""
    if any(_SIGN_IN.search(module) for _, module in members):
        return "accounts"
    backend, module = min(members, key=lambda each: (len(each[1]), each[1]))
    del backend
    spelled = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", module).lower()
    spelled = re.sub(r"[^a-z0-9_]+", "_", spelled).strip("_")
    return spelled if re.match(r"[a-z]", spelled) else f"lot_{spelled}"


def ordered(lots: Sequence[ProposedLot]) -> list[ProposedLot]:
    """The lots in the order to move them: what others need first, readers before writers, small first.

    Shape: a lot needs another when it reads a table that the other one writes; of two that need
           each other the one that is asked for less does without. Sign-in moves last.
    """
    named = _uniquely_named(lots)
    needs = _needs(named)
    done: list[ProposedLot] = []
    waiting = list(named)
    while waiting:
        placed = {lot.name for lot in done}
        ready = [lot for lot in waiting if needs[lot.name] <= placed and not lot.signs_in]
        ready = ready or [lot for lot in waiting if not lot.signs_in] or waiting
        chosen = min(ready, key=_urgency)
        waiting.remove(chosen)
        wanted = tuple(name for name in placed if name in needs[chosen.name])
        done.append(replace(chosen, needs=tuple(sorted(wanted))))
    return done


def _urgency(lot: ProposedLot) -> tuple[bool, int, int, str]:
    return bool(lot.written), lot.size, -lot.hits, lot.name


def _uniquely_named(lots: Sequence[ProposedLot]) -> list[ProposedLot]:
    names: dict[str, int] = {}
    found: list[ProposedLot] = []
    for lot in lots:
        number = names[lot.name] = names.get(lot.name, 0) + 1
        backend = lot.modules[0][0]
        name = lot.name if number == 1 else f"{lot.name}_{backend}"
        while name in {each.name for each in found}:
            name += "_2"
        found.append(replace(lot, name=name))
    return found


def _needs(lots: Sequence[ProposedLot]) -> dict[str, set[str]]:
    writers: dict[str, set[str]] = {}
    for lot in lots:
        for table in lot.written:
            writers.setdefault(table, set()).add(lot.name)
    return {
        lot.name: {
            name
            for table in lot.tables - lot.written
            for name in writers.get(table, ())
            if name != lot.name
        }
        for lot in lots
    }
