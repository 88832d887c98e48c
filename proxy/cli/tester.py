"""`figuier tester`: an address that puts whoever opens it on one side of a lot, for a while."""

import time

import click

from proxy.cli.arguments import LotName, lot_named
from proxy.cli.command import FiguierCommand, as_json
from proxy.cli.output import print_json, warn
from proxy.cli.surroundings import current_settings, current_table, desk
from proxy.core.cards import override_token
from proxy.core.visitors import Override
from proxy.errors import ConfigurationRefused
from proxy.flips.notes import note

#: Nobody tests for longer than a working day.
LONGEST_MIN = 12 * 60


@click.command(
    cls=FiguierCommand,
    examples=(
        "figuier tester housing --minutes 60",
        "figuier tester housing --side legacy --minutes 15 --json",
    ),
)
@click.argument("lot", type=LotName())
@click.option(
    "--minutes",
    type=click.IntRange(1, LONGEST_MIN),
    default=60,
    show_default=True,
    help="How long it counts, from now.",
)
@click.option(
    "--side",
    type=click.Choice(["python", "legacy"]),
    default="python",
    show_default=True,
    help="Who answers the tester.",
)
@as_json
def tester(lot: str, *, minutes: int, side: str, as_json: bool) -> None:
    """Print addresses that put who opens them on one side of LOT, while it is in canary.

    Canary 0% is enough: nobody else is moved. Each address is signed, counts until its time is
    over, and is noted in the journal; opening it is noted in the log. Give it to testers alone.
    """
    settings = current_settings()
    if not settings.secret_key:
        text = "FIGUIER_SECRET_KEY: not set; the proxy would not know its own signature."
        raise ConfigurationRefused(
            [f"{text} Give it the proxy's: in the demo, `. var/figuier.env`"]
        )
    table = current_table()
    found = lot_named(table, lot)
    until = int(time.time()) + minutes * 60
    token = override_token(Override(lot, side == "python", until), settings.secret_key.encode())
    scheme = "https" if settings.public_scheme == "https" else "http"
    hosts = dict.fromkeys(table.backends[route.backend].hosts[0] for route in found.routes)
    port = "" if settings.public_scheme != "auto" else f":{settings.port}"
    addresses = [f"{scheme}://{host}{port}/-/essai/{token}" for host in hosts]
    told = f"a tester's address for {side} was given, for {minutes} minutes"
    for sentence in note(desk(), lot, told):
        warn(sentence)
    if table.standing(found).posture is None:
        warn(f"{lot} is at {found.stage}, where everybody has one side: it counts in canary only")
    if as_json:
        print_json("tester", {"lot": lot, "side": side, "until": until, "addresses": addresses})
        return
    for address in addresses:
        click.echo(address)
