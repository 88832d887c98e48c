"""One process that decides on split lots and shares nothing with the others but the key."""

from random import Random
from zoneinfo import ZoneInfo

from proxy.core.cards import NAME
from proxy.core.decision import Decision, Fork, Side, look_up, settled
from proxy.core.messages import RequestHead
from proxy.core.table import RoutingTable
from proxy.reception import Reception
from proxy.routing_file.reader import parse_table

KEY = b"one key for every machine of the site"
TABLE = """\
version: 1
backends:
  gestion: { kind: symfony1, url: "http://127.0.0.1:1", hosts: [gestion.localhost] }
lots:
  housing:
    title: Logements
    stage: canary %d%%
    cluster: welcome
    symfony_modules: [logement]
    routes: { gestion: [/logements, /logements/new, POST /logements/filter/action, POST /logements/batch/action] }
  visits:
    title: Visites
    stage: canary %d%%
    cluster: welcome
    routes: { gestion: [/visites, "/visites/:id<int>"] }
"""

#: What a browser sends: method, path, its cookies.
Asked = tuple[str, str, bytes]
#: What comes back: whether Python answers, and the Set-Cookie value, empty for none.
Answered = tuple[bool, bytes]


class _Process:
    """The state of this process: made at its first call."""

    clock = 0.0
    reception: Reception | None = None
    tables: dict[int, RoutingTable] = {}  # noqa: RUF012, one process, one state


def decide_all(number: int, percent: int, now: float, asked: list[Asked]) -> list[Answered]:
    """The answers of process `number` at this percentage and time."""
    state = _Process
    state.clock = now
    if state.reception is None:
        dice = Random(number)
        state.reception = Reception(
            KEY, ZoneInfo("Europe/Paris"), b"symfony", lambda: state.clock,
            lambda: dice.randrange(10_000),
        )  # fmt: skip
    if percent not in state.tables:
        state.tables[percent] = parse_table((TABLE % (percent, percent)).encode())
    table = state.tables[percent]
    return [_answer(state.reception, table, *each) for each in asked]


def _answer(
    reception: Reception, table: RoutingTable, method: str, path: str, cookies: bytes
) -> Answered:
    found = look_up(table, RequestHead(method, path.encode(), b"gestion.localhost"))
    if not isinstance(found, Fork):
        raise TypeError(path)
    arrival = reception.arrival([cookies], found.posture, found.legacy.backend, table)
    choice = reception.choice(arrival, found.posture, method)
    verdict = settled(found, choice)
    given = reception.cookie(choice, is_secure=False)
    is_python = isinstance(verdict, Decision) and verdict.side is Side.PYTHON
    return is_python, given.partition(b";")[0].removeprefix(NAME + b"=")
