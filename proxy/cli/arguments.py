"""Lots and stages on the command line, completed by the shell and understood when misspelt."""

import os

import click
from click.shell_completion import CompletionItem

from proxy.config import read_settings
from proxy.core.stages import Stage, StageName, StageUnknown, parse_stage
from proxy.core.table import Lot, RoutingTable
from proxy.errors import FiguierError, LotUnknown
from proxy.flips.proposal import table_in
from proxy.routing_file.mistakes import did_you_mean

#: What completion offers for a canary; any other percentage is as good.
_OFFERED = ("legacy", "shadow", "canary 1%", "canary 10%", "canary 50%", "python", "retired")


class LotName(click.ParamType[str]):
    """The name of a lot; whether it exists is for the command to say."""

    name = "lot"

    def shell_complete(
        self,
        ctx: click.Context,  # noqa: ARG002, click's signature
        param: click.Parameter,  # noqa: ARG002, click's signature
        incomplete: str,
    ) -> list[CompletionItem]:
        """The lots of the routing file, each with its stage."""
        return [
            CompletionItem(lot.name, help=f"{lot.title} ({lot.stage})")
            for lot in _lots()
            if lot.name.startswith(incomplete)
        ]


class StageWord(click.ParamType[str]):
    """A word of a stage: `canary 10%` may come as one word or as two."""

    name = "stage"

    def shell_complete(
        self,
        ctx: click.Context,  # noqa: ARG002, click's signature
        param: click.Parameter,  # noqa: ARG002, click's signature
        incomplete: str,
    ) -> list[CompletionItem]:
        """Every stage."""
        return [CompletionItem(text) for text in _OFFERED if text.startswith(incomplete)]


def lot_named(table: RoutingTable, name: str) -> Lot:
    """The lot of this name.

    Errors: LotUnknown, with the nearest lot.
    """
    lot = table.lot(name)
    if lot is None:
        hint = did_you_mean(name, [each.name for each in table.lots])
        raise LotUnknown(f"{name!r} is not a lot of {table.source}{hint}")
    return lot


def stage_of(_ctx: click.Context, _param: click.Parameter, words: tuple[str, ...]) -> Stage:
    """The stage that the words spell.

    Errors: click.BadParameter, with the nearest stage.
    """
    text = " ".join(words)
    try:
        return parse_stage(text)
    except StageUnknown as unknown:
        raise click.BadParameter(f"{unknown}{did_you_mean(text, StageName)}") from None


def _lots() -> tuple[Lot, ...]:
    # A shell that completes must stay silent, whatever is wrong with settings or file.
    try:
        return table_in(read_settings(os.environ).routing_file).lots
    except FiguierError:
        return ()
