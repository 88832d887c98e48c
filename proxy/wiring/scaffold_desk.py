"""What `figuier scaffold` asks: the lot's files from the legacy project, and where they go."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from legacy_bridge.scaffold.draft import LotDraft, Wanted, draft_lot
from legacy_bridge.scaffold.live import DatabaseAway, live_tables
from legacy_bridge.scaffold.lot_files import left_to_a_person, lot_files
from legacy_bridge.scaffold.names import Naming
from legacy_bridge.scaffold.registration import ListUnreadable, name_fault, registered
from legacy_bridge.scaffold.source import LotSource, ModuleSource, NothingToScaffold, read_lot
from legacy_bridge.scaffold.writing import FilePlan, plan_files, write_files
from proxy.core.table import Lot, RoutingTable
from proxy.errors import ScaffoldRefused
from proxy.routing_file.new_lot import NewLot, collection_routes, with_lot

LOTS = "modules/lots.py"


@dataclass(frozen=True, slots=True)
class ScaffoldOrder:
    """What is asked for.

    Shape: `root` is the checkout that holds modules/; `modules` and `title` are for a lot that
           the routing file does not have yet; `names` are a person's own, by the legacy name.
    """

    lot: str
    root: Path
    project: Path
    routing_file: Path
    backend: str
    modules: Sequence[str] = ()
    title: str = ""
    database_url: str | None = None
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scaffold:
    """What a run does, or would do.

    Shape: `spliced` are the files that gain a line or a block; `left` and `differences` are
           sentences with file and line; `lines` counts what is generated.
    """

    plans: Sequence[FilePlan]
    spliced: Mapping[str, str]
    left: Sequence[str]
    differences: Sequence[str]
    lines: int


def scaffold(order: ScaffoldOrder, table: RoutingTable, *, dry_run: bool) -> Scaffold:
    """Write a lot, unless it is only asked what would be written.

    Errors: ScaffoldRefused, RoutingFileRefused; nothing was written then.
    """
    try:
        return _scaffold(order, table, dry_run=dry_run)
    except (NothingToScaffold, ListUnreadable, DatabaseAway, ValueError) as error:
        raise ScaffoldRefused(str(error)) from error
    except OSError as error:
        raise ScaffoldRefused(f"{error.filename or order.root}: {error.strerror}") from error


def _scaffold(order: ScaffoldOrder, table: RoutingTable, *, dry_run: bool) -> Scaffold:
    known = table.lot(order.lot)
    modules = tuple(order.modules) or (known.symfony_modules if known else ())
    if not modules:
        raise ScaffoldRefused(
            f"{table.source} has no lot {order.lot!r}: name its modules with --modules a,b"
            if known is None
            else f"the lot {order.lot!r} names no symfony_modules: add --modules a,b"
        )
    if not (order.root / LOTS).is_file():
        raise ScaffoldRefused(f"{order.root} has no {LOTS}: run it in the checkout, or say --into")
    if fault := name_fault(order.root, order.lot):
        raise ScaffoldRefused(fault)
    applications = tuple(table.backends[order.backend].controllers.values())
    source = read_lot(order.project, modules, applications)
    draft = _draft(order, known, source)
    files = lot_files(draft)
    record = Path("modules") / order.lot / "scaffold.json"
    plans = plan_files(order.root, record, files)
    spliced = {**_list_of_lots(order, table), **_routing(order, table, source)}
    if not dry_run:
        write_files(order.root, record, plans, spliced)
    return Scaffold(
        plans,
        spliced,
        [str(one) for one in left_to_a_person(draft)],
        [str(one) for one in draft.differences],
        sum(text.count("\n") for path, text in files.items() if path.endswith(".py")),
    )


def _draft(order: ScaffoldOrder, known: Lot | None, source: LotSource) -> LotDraft:
    wanted = Wanted(
        order.lot,
        order.title or (known.title if known else order.lot.replace("_", " ").title()),
        order.backend,
        known.needs if known else (),
    )
    models = source.schema.models
    names = [models[one.generator.model].table for one in source.modules if one.generator.model in models]  # fmt: skip
    tables = live_tables(order.database_url, names) if order.database_url else None
    return draft_lot(wanted, source, Naming(order.names), tables)


def _list_of_lots(order: ScaffoldOrder, table: RoutingTable) -> dict[str, str]:
    text = (order.root / LOTS).read_text(encoding="utf-8")
    changed = registered(text, order.lot, [lot.name for lot in table.lots])
    return {} if changed == text else {LOTS: changed}


def _routing(order: ScaffoldOrder, table: RoutingTable, source: LotSource) -> dict[str, str]:
    """The routing file with the lot at stage legacy, when it is not there yet."""
    if table.lot(order.lot):
        return {}
    text = order.routing_file.read_bytes()
    controllers = table.backends[order.backend].controllers
    routes = [line for module in source.modules for line in _routes(module, controllers)]
    modules = [module.name for module in source.modules]
    new = NewLot(order.lot, order.title or order.lot, order.backend, modules, routes)
    name = order.routing_file.resolve()
    root = order.root.resolve()
    path = name.relative_to(root).as_posix() if name.is_relative_to(root) else str(name)
    return {path: with_lot(text, new).decode()}


def _routes(module: ModuleSource, controllers: Mapping[str, str]) -> list[str]:
    """The collection's, behind the front controller of an application that is not the default."""
    default = next(iter(controllers.values()), "")
    named = {application: file for file, application in controllers.items()}
    is_default = module.application == default or module.application not in named
    before = "" if is_default else f"/{named[module.application]}"
    return collection_routes(before + module.prefix)
