"""`figuier scaffold`: the files of a Python lot from the legacy module it replaces."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from pkgutil import resolve_name
from typing import Any

import click

from proxy.cli.arguments import LotName
from proxy.cli.command import FiguierCommand, as_json
from proxy.cli.output import print_json, print_table, warn
from proxy.cli.surroundings import current_settings, current_table
from proxy.config import Settings
from proxy.core.table import BackendKind, RoutingTable
from proxy.errors import ScaffoldRefused

#: Named, not imported: the bridge is loaded for this command alone.
SCAFFOLD = "proxy.wiring.scaffold_desk:scaffold"
ORDER = "proxy.wiring.scaffold_desk:ScaffoldOrder"


@click.command(
    cls=FiguierCommand,
    examples=(
        "figuier scaffold events --project /srv/gestion --dry-run",
        "figuier scaffold events --project /srv/gestion",
        "figuier scaffold invoices --project /srv/siwapp --modules invoices --title Factures",
    ),
)
@click.argument("lot", type=LotName())
@click.option(
    "--project", metavar="FOLDER", type=click.Path(path_type=Path),
    help="The legacy project; else FIGUIER_PROJECT_<BACKEND>.",
)  # fmt: skip
@click.option("--backend", metavar="NAME", help="Whose project it is; else the only symfony1 one.")
@click.option("--modules", metavar="A,B", help="Its Symfony modules; else those of routing.yaml.")
@click.option("--title", default="", help="What French readers call a lot that is new.")
@click.option(
    "--database-url", metavar="URL",
    help="Where the live tables are, read and never written; else FIGUIER_DATABASE_URL.",
)  # fmt: skip
@click.option("--no-database", is_flag=True, help="Believe schema.yml; look at no database.")
@click.option(
    "--name", "names", multiple=True, metavar="LEGACY=ENGLISH",
    help="What a class or a column is called, as titre=title.",
)  # fmt: skip
@click.option(
    "--into", "root", metavar="FOLDER", default=Path(), type=click.Path(path_type=Path),
    help="The checkout that holds modules/; else the current folder.",
)  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
@as_json
def scaffold(lot: str, *, dry_run: bool, as_json: bool, **options: Any) -> None:
    """Write the Python lot that a generator module of symfony 1 becomes, at stage legacy.

    Models, forms, pages, manifest, tests, and a README with everything that is left to be written
    by hand, with its file and line. A file that a person has changed is never written again.
    """
    order = _order(lot, current_settings(), current_table(), options)
    if order.database_url is None and not options["no_database"]:
        warn("the live tables were not looked at: FIGUIER_DATABASE_URL is not set")
    result = resolve_name(SCAFFOLD)(order, current_table(), dry_run=dry_run)
    if as_json:
        print_json("scaffold", _fields(lot, result, dry_run=dry_run))
    else:
        _print(lot, result, dry_run=dry_run)


def _order(lot: str, settings: Settings, table: RoutingTable, options: Mapping[str, Any]) -> Any:
    """Errors: ScaffoldRefused, click.UsageError."""
    backend = _backend(table, options["backend"])
    url = options["database_url"] or settings.database_url or None
    return resolve_name(ORDER)(
        lot=lot,
        root=options["root"],
        project=_project(settings, backend, options["project"]),
        routing_file=Path(settings.routing_file),
        backend=backend,
        modules=[one.strip() for one in (options["modules"] or "").split(",") if one.strip()],
        title=options["title"],
        database_url=None if options["no_database"] else url,
        names=_names(options["names"]),
    )


def _backend(table: RoutingTable, given: str | None) -> str:
    """Errors: ScaffoldRefused."""
    known = [n for n, one in table.backends.items() if one.kind is BackendKind.SYMFONY1]
    if given is not None and given not in known:
        raise ScaffoldRefused(f"{given!r} is no symfony1 backend; there is {', '.join(known)}")
    if given is None and len(known) != 1:
        raise ScaffoldRefused(f"say --backend: {', '.join(known) or 'none'} are symfony1")
    return given or known[0]


def _project(settings: Settings, backend: str, given: Path | None) -> Path:
    """Errors: ScaffoldRefused."""
    setting = f"FIGUIER_PROJECT_{backend.upper()}"
    folder = given or Path(settings.legacy_projects.get(backend, ""))
    if given is None and not settings.legacy_projects.get(backend):
        raise ScaffoldRefused(f"say where the PHP of {backend} is: --project FOLDER, or {setting}")
    if not (folder / "apps").is_dir():
        raise ScaffoldRefused(f"{folder} is no symfony 1 project: it has no folder apps")
    return folder


def _names(given: Sequence[str]) -> dict[str, str]:
    """Errors: click.UsageError."""
    found = {}
    for one in given:
        legacy, sign, english = one.partition("=")
        if not sign or not english.isidentifier():
            raise click.UsageError(f"--name {one}: say LEGACY=ENGLISH, as titre=title")
        found[legacy] = english
    return found


def _fields(lot: str, result: Any, *, dry_run: bool) -> dict[str, object]:
    return {
        "lot": lot,
        "dry_run": dry_run,
        "files": [
            {"path": one.path, "fate": str(one.fate), "outdated": one.is_outdated}
            for one in result.plans
        ],
        "spliced": sorted(result.spliced),
        "generated_lines": result.lines,
        "by_hand": list(result.left),
        "differences": list(result.differences),
    }


def _print(lot: str, result: Any, *, dry_run: bool) -> None:
    rows = [(str(one.fate), one.path, _remark(one)) for one in result.plans]
    rows += [("spliced", path, "") for path in sorted(result.spliced)]
    print_table(("", "FILE", ""), rows)
    for one in result.differences:
        click.echo(f"differs  {one}")
    for one in result.left:
        click.echo(f"by hand  {one}")
    verb = "would be generated" if dry_run else "generated"
    click.echo(
        f"{result.lines} lines of Python {verb}; {len(result.left)} things are left to write."
    )
    if not dry_run:
        click.echo(f"Next: modules/{lot}/README.md, then `figuier flip {lot} shadow`.")


def _remark(plan: Any) -> str:
    if str(plan.fate) != "kept":
        return ""
    return (
        "a person's; what would be generated has changed since"
        if plan.is_outdated
        else "a person's"
    )
