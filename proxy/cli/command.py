"""A command of `figuier`: examples first in its help, errors turned into exit codes."""

import os
import sys
from collections.abc import Callable
from typing import Any

import click

from proxy.cli.exit_codes import exit_code_of
from proxy.cli.output import print_json
from proxy.errors import FiguierError

Decorated = Callable[..., Any]


def report(error: Exception, command: str, *, as_json: bool) -> int:
    """Say the error: words on the error output, JSON on the output for those who asked for it.

    Shape: gives the exit code.
    """
    code = exit_code_of(type(error))
    click.echo(f"{click.style('Error:', fg='red')} {error}", err=True)
    if as_json:
        fields = {"kind": type(error).__name__, "messages": str(error).splitlines()}
        print_json(command, {"error": {**fields, "exit_code": code.value}})
    return code.value


class FiguierCommand(click.Command):
    """A command that shows its examples before anything else."""

    def __init__(self, *args: Any, examples: tuple[str, ...] = (), **options: Any) -> None:
        """Keep the examples apart from the rest of the help."""
        super().__init__(*args, **options)
        self.examples = examples

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Examples, usage, text, options."""
        if self.examples:
            with formatter.section("Examples"):
                for example in self.examples:
                    formatter.write_text(example)
            formatter.write_paragraph()
        super().format_help(ctx, formatter)

    def invoke(self, ctx: click.Context) -> Any:
        """Run it; what we refuse becomes an exit code."""
        if os.environ.get("NO_COLOR"):
            ctx.color = False
        try:
            return super().invoke(ctx)
        except FiguierError as error:
            wants_json = bool(ctx.params.get("as_json"))
            sys.exit(report(error, ctx.info_name or "", as_json=wants_json))


def as_json(command: Decorated) -> Decorated:
    """The option that every command has."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")(command)
