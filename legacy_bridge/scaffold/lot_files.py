"""All files of a lot, by their path in the repository."""

from collections.abc import Iterable, Sequence

from legacy_bridge.scaffold.code import Group, call, imports, text, written
from legacy_bridge.scaffold.draft import ACCOUNTS, LotDraft, ModelDraft, key_value, scope_of, snake
from legacy_bridge.scaffold.models_file import models_file
from legacy_bridge.scaffold.pages import PageSet, left_of_module, page_sets
from legacy_bridge.scaffold.test_files import lot_tests
from legacy_bridge.symfony1.places import Doubt


def lot_files(lot: LotDraft) -> dict[str, str]:
    """The text of each file of a lot: its package, its README and its tests."""
    pages = page_sets(lot)
    home = f"modules/{lot.name}"
    files = {
        f"{home}/__init__.py": f'"""{_sentence(lot)}"""\n',
        f"{home}/lot.py": _manifest(lot, pages),
        f"{home}/models.py": models_file(lot),
        f"{home}/forms/__init__.py": f'"""What visitors may send about {lot.name}: fields and filters."""\n',
        f"{home}/views/__init__.py": _blueprint(lot, pages),
        f"{home}/README.md": readme(lot, pages),
    }
    files[f"{home}/parity.yaml"] = _parity(lot, pages)
    choices = sorted({name for one in pages for name in one.choices})
    if parts := [one.draft for one in pages if one.draft.model.is_part]:
        files[f"{home}/queries.py"] = _queries(lot, choices, parts)
    elif choices:
        files[f"{home}/queries.py"] = _queries(lot, choices)
    for one in pages:
        files[f"{home}/forms/{one.file}.py"] = one.forms
        files[f"{home}/views/{one.file}.py"] = one.views
    return {**files, **lot_tests(lot, pages)}


def left_to_a_person(lot: LotDraft) -> list[Doubt]:
    """What is not generated, each with its place."""
    pages = page_sets(lot)
    found = [*lot.source.doubts, *lot.left]
    for one in pages:
        found += left_of_module(one)
    about = {"", *(one.model.name for one in lot.models.values() if one.is_own)}
    found += [doubt for name, doubt in lot.source.schema_doubts() if name in about]
    return list(dict.fromkeys(found))


def _sentence(lot: LotDraft) -> str:
    return f"{lot.title}: the pages of {', '.join(one.name for one in lot.source.modules)}."


def _manifest(lot: LotDraft, pages: list[PageSet]) -> str:
    tables = [one.model.table for one in lot.models.values() if one.is_own]
    read = [one.model.table for one in lot.models.values() if not one.is_own]
    made = call(
        "Lot",
        name=text(lot.name),
        title=text(lot.title),
        blueprint=text(f"modules.{lot.name}.views:blueprint"),
        site=None if lot.site == "gestion" else text(lot.site),
        replaces=Group(tuple(text(one.module.name) for one in pages)),
        tables=Group(tuple(map(text, tables))),
        reads=Group(tuple(map(text, read))) if read else None,
        needs=Group(tuple(map(text, lot.needs))) if lot.needs else None,
    )
    head = [f'"""{_sentence(lot)}"""', "", "from modules.kernel.lot import Lot", ""]
    return "\n".join([*head, written(made, before="LOT = "), ""])


def _blueprint(lot: LotDraft, pages: list[PageSet]) -> str:
    used = {
        "flask": {"Blueprint"},
        "modules.kernel.admin.views": {"add_pages"},
        **{f"modules.{lot.name}.views.{one.file}": {one.constant} for one in pages},
    }
    listed = Group(tuple(one.constant for one in pages))
    return "\n".join(
        [
            f'"""The pages of {lot.name}, on one blueprint."""',
            "",
            imports(used),
            "",
            written(listed, before="PAGES = "),
            "",
            f'blueprint = Blueprint("{lot.name}", __name__)',
            "",
            "for pages in PAGES:",
            "    add_pages(blueprint, pages)",
            "",
        ]
    )


def _queries(lot: LotDraft, choices: list[str], parts: Sequence[ModelDraft] = ()) -> str:
    offered = [one for one in lot.models.values() if f"{snake(one.class_name)}_choices" in choices]
    used = {
        "modules.kernel.labels": {"rows_of"} if offered else set(),
        f"modules.{lot.name}.models": {one.class_name for one in (*offered, *parts)},
    }
    if parts:
        used |= {"sqlalchemy": {"ColumnElement"}, "sqlalchemy.orm": {"Session"}}
        used["modules.kernel.ports"] = {"Visit"}
    lines = [_offered(one) for one in sorted(offered, key=lambda one: snake(one.class_name))]
    head = "\n\n".join(['"""Reads of the lot beyond its own pages."""', imports(used), *lines])
    return "\n\n\n".join([head, *map(_scope, parts)]) + "\n"


def _scope(draft: ModelDraft) -> str:
    model = draft.model
    return (
        f"def {scope_of(draft)}(_: Visit, __: Session) -> ColumnElement[bool]:\n"
        f'    """The rows of {model.table} that are {model.name}: {model.key_field} says so."""\n'
        f"    return {draft.path(model.key_field)} == {key_value(draft)}"
    )


def _parity(lot: LotDraft, pages: list[PageSet]) -> str:
    """The parity cases: the addresses that no link leads to, and what may be asked of PHP."""
    lines = [
        f"# What parity needs to know of {lot.name}. docs/reference/parity.md explains every key.",
        "version: 1",
        "",
        "# The generator's own GETs write no rows; add the module's once you know that they do not.",
        "safe_on_php:",
    ]
    for one in pages:
        prefix = one.module.prefix
        lines += [f"  - '{prefix}{end}'" for end in ("", ".csv", "/new", "/:id<int>/edit")]
    lines += ["", "visit:"]
    for one in pages:
        prefix, columns = one.module.prefix, list(one.draft.model.columns)
        lines += [f"  - '{prefix}{end}'" for end in ("", ".csv", "/new", "?page=2")]
        lines.append(f"  - '{prefix}?sort={columns[-1]}&sort_type=desc'")
    return "\n".join([*lines, ""])


def _offered(draft: ModelDraft) -> str:
    named = [name for name in draft.naming if draft.model.table != ACCOUNTS or name != "username"]
    order = [draft.path(name) for name in reversed(named)]
    made = call("rows_of", draft.class_name, *order)
    name = f"{snake(draft.class_name)}_choices"
    about = f"#: Rows of {draft.model.table} to choose from, by name."
    return f"{about}\n{written(made, before=f'{name} = ')}"


def readme(lot: LotDraft, pages: list[PageSet]) -> str:
    """README.md: what was generated, and what is left to a person, with file and line."""
    lines = [
        f"# {lot.name}: {lot.title}",
        "",
        "Generated from the legacy project by `figuier scaffold`; the pages below run as they are.",
        "A file that somebody has changed since is never written again.",
        "",
        "| pages | legacy module | model | address |",
        "|---|---|---|---|",
        *(
            f"| `{one.constant}` | {one.module.name} ({one.module.application})"
            f" | {one.draft.class_name} ({one.draft.model.name}) | {one.module.prefix} |"
            for one in pages
        ),
        "",
        "## To write by hand",
        "",
        *_listed(left_to_a_person(lot), "Nothing: all of it was translated."),
        "",
        "## Where the database differs from schema.yml",
        "",
        *_listed(lot.differences, "Nowhere, or no database was looked at."),
        "",
    ]
    return "\n".join(lines)


def _listed(doubts: Iterable[Doubt], none: str) -> list[str]:
    return [f"- [ ] `{one.spot}` {one.text}" for one in doubts] or [none]
