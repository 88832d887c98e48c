"""`figuier reference`: the parts of docs/reference that come from the code."""

import inspect
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import click

from proxy import errors
from proxy.cli.command import FiguierCommand
from proxy.cli.exit_codes import MEANING, ExitCode, exit_code_of
from proxy.config import ROWS
from proxy.setting_rows import Row

_GENERATED = re.compile(r"(<!-- generated:(\w+) -->\n).*?(<!-- end -->)", re.DOTALL)

#: Errors of a request end no command.
_OF_REQUESTS = (errors.RequestRefused, errors.ClientWentAway, errors.LegacyFailed)


@click.command(cls=FiguierCommand, hidden=True, examples=("figuier reference docs/reference",))
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.pass_context
def reference(context: click.Context, folder: Path) -> None:
    """Write anew, in the pages of FOLDER, what the code knows better."""
    group = context.find_root().command
    if not isinstance(group, click.Group):
        raise click.UsageError("run it as: figuier reference FOLDER")
    for page in sorted(folder.glob("*.md")):
        old = page.read_text(encoding="utf-8")
        new = filled(old, group)
        if new != old:
            page.write_text(new, encoding="utf-8")
            click.echo(f"{page}: written")


def filled(page: str, group: click.Group) -> str:
    """The page with every generated part made anew.

    Shape: a part lies between `<!-- generated:NAME -->` and `<!-- end -->`.
    """
    parts: dict[str, Callable[[], str]] = {
        "settings": settings_table,
        "errors": errors_table,
        "exit_codes": exit_codes_table,
        "commands": lambda: commands_text(group),
    }
    return _GENERATED.sub(
        lambda found: (
            f"{found[1]}\n{parts[found[2]]()}\n{found[3]}" if found[2] in parts else found[0]
        ),
        page,
    )


def settings_table() -> str:
    """Every setting, its kind, its default and its sentence."""
    rows = (
        (f"`{row.name}`", row.kind.expected, _default(row), _sentence(row.sentence)) for row in ROWS
    )
    return _table(("Setting", "Is", "Default", "Meaning"), rows)


def errors_table() -> str:
    """Every error, its HTTP status, its exit code and its sentence."""
    kinds: list[type[errors.FiguierError]] = [
        kind
        for _, kind in inspect.getmembers(errors, inspect.isclass)
        if issubclass(kind, errors.FiguierError)
    ]
    kinds.sort(key=lambda kind: inspect.getsourcelines(kind)[1])
    rows = (
        (
            f"`{kind.__name__}`",
            str(errors.status_of_kind(kind)),
            "—" if issubclass(kind, _OF_REQUESTS) else str(exit_code_of(kind).value),
            _sentence(inspect.cleandoc(kind.__doc__ or "")),
        )
        for kind in kinds
    )
    return _table(("Error", "HTTP status", "Exit code", "Meaning"), rows)


def exit_codes_table() -> str:
    """Every exit code and what it means."""
    return _table(("Code", "Meaning"), ((str(code.value), MEANING[code]) for code in ExitCode))


def commands_text(group: click.Group) -> str:
    """Every command with its examples, its text and its options."""
    context = click.Context(group, info_name="figuier", **group.context_settings)
    return "\n\n".join(_texts_of(group, context))


def _texts_of(group: click.Group, context: click.Context) -> Iterator[str]:
    for command in group.commands.values():
        if isinstance(command, click.Group):
            inner = click.Context(command, info_name=command.name, parent=context)
            yield from _texts_of(command, inner)
        elif not command.hidden:
            yield "\n".join(_command_lines(command, context))


def _command_lines(command: click.Command, parent: click.Context) -> Iterator[str]:
    context = click.Context(command, info_name=command.name, parent=parent)
    yield f"## {context.command_path}\n"
    yield inspect.cleandoc(command.help or "")
    yield f"\nUsage: `{context.command_path} {' '.join(command.collect_usage_pieces(context))}`\n"
    if isinstance(command, FiguierCommand):
        yield "```console"
        yield from (f"$ {example}" for example in command.examples)
        yield "```\n"
    records = [param.get_help_record(context) for param in command.get_params(context)]
    rows = ((f"`{record[0]}`", record[1]) for record in records if record and record[1])
    yield _table(("Option", "Meaning"), rows)


def _default(row: Row) -> str:
    return f"`{row.default}`" if row.default else "none"


def _sentence(text: str) -> str:
    return " ".join(text.split())


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join(
        "| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines
    )
