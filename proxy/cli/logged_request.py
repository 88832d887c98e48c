"""A request of the log, found by its id and asked again."""

from datetime import datetime

import click

from proxy.config import Settings
from proxy.core.messages import RequestHead
from proxy.core.table import RoutingTable
from proxy.evidence import queries
from proxy.evidence.values import LoggedRequest
from proxy.flips.foresight import head_again
from proxy.state_database import open_state


def logged_request(request_id: str, settings: Settings) -> LoggedRequest:
    """The request of this id.

    Errors: click.UsageError, when the log does not have it; StateDatabaseUnavailable.
    """
    found = queries.logged(open_state(settings), request_id)
    if found is None:
        raise click.UsageError(
            f"the request log has no {request_id}: it keeps the newest requests, and is some seconds"
            " behind; the access log may have it"
        )
    return found


def head_of_logged(then: LoggedRequest, table: RoutingTable) -> RequestHead:
    """The request as it would be asked again, without query.

    Errors: click.UsageError, when the table has no such backend, or nothing spells the address.
    """
    head = head_again(table, then)
    if head is None:
        raise click.UsageError(f"{then.path} of {then.backend} cannot be asked again")
    return head


def told_of(then: LoggedRequest, settings: Settings) -> str:
    """What became of it, in a line."""
    at = datetime.fromtimestamp(then.at, settings.time_zone).isoformat(timespec="seconds")
    lot = f"{then.lot} at {then.stage}" if then.lot else "no lot"
    return f"Then     {at}: {then.side} ({then.reason}, {lot}) answered {then.status} in {then.ms:g} ms"
