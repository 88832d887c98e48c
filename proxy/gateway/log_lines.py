"""The parts of what is logged and counted that a decision alone makes."""

import json
from dataclasses import asdict
from typing import Final

from proxy.access_log import redacted, who_answered
from proxy.core.decision import Verdict
from proxy.core.table import RoutingTable
from proxy.core.targets import host_name
from proxy.evidence.counting import LabelledSeries
from proxy.evidence.happenings import Place

#: What a line of the log holds of a path, as the WSGI door's.
_LOGGED: Final = 500

#: The decision's part of a line about a head that could not be read.
UNREAD: Final = (
    b'"host": "", "path": "", "backend": "", "lot": null, "route": null, "stage": null, '
    b'"side": "refused", "reason": "head", "table": ""'
)


def decided_part(verdict: Verdict, table: RoutingTable, host: bytes, path: str) -> bytes:
    """The part of the log line that the decision alone makes; never a query's values."""
    facts = {
        "host": (host_name(host) or "")[:_LOGGED],
        "path": redacted(path)[:_LOGGED],
        **asdict(who_answered(verdict)),
        "table": table.digest[:12],
    }
    return json.dumps(facts, ensure_ascii=True)[1:-1].encode()


def place_of(series: LabelledSeries, table: RoutingTable, path: str) -> Place:
    """Where a request to this path is counted; bytes that are not UTF-8 are written as escapes."""
    # A database takes no surrogates, and one such path would keep a whole batch out.
    storable = redacted(path)[:_LOGGED].encode("utf-8", "backslashreplace").decode()
    return Place(series.labels, storable, table.digest[:12])
