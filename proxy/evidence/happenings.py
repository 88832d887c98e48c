"""What a door says of one request that is over, before anything is kept of it."""

from dataclasses import dataclass
from typing import Final, NamedTuple

from proxy.evidence.counting import Labels

#: The part of a head in which a cookie is looked for.
LONGEST_HEAD: Final = 4096


@dataclass(frozen=True, slots=True)
class Place:
    """The part of a request that its decision alone makes, shared by all requests of a kind.

    Shape: `path` is the canonical path, without query and with keys redacted; `table` the first
           digits of the table's digest.
    """

    labels: Labels
    path: str
    table: str


class Happening(NamedTuple):
    """One request that is over; `head` is forgotten as soon as the visitor's hash is made of it.

    Shape: `head` is the beginning of the head as sent to the upstream, `client` the visitor's
           address; `bucket` is -1 for a visitor who has none.
    Units: `at` is seconds since 1970.
    """

    place: Place
    at: float
    status: int
    seconds: float
    method: bytes
    request_id: bytes
    client: bytes
    head: bytes
    bucket: int
