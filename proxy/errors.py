"""The error tree, and the HTTP status of each error in one table.

FiguierError
├── ConfigurationRefused      settings that cannot be used, all named at once
├── RoutingFileRefused        a routing file that cannot be used
├── FlipRefused               a flip that was not made; nothing changed
│   ├── LotUnknown            no such lot
│   ├── MoveForbidden         no such move between stages
│   ├── GateClosed            an enforced gate is closed
│   │   └── ApprovalMissing   nobody else has agreed to pass it
│   ├── ReasonMissing         a flip without its why
│   ├── TableMoved            the file is no longer the one that was planned on
│   └── FlipUnderWay          somebody else holds the lock
├── RetirementRefused         passwords that PHP still checks
├── ScaffoldRefused           a lot that cannot be generated; nothing was written
├── ProjectUnreadable         a legacy project, log or inventory that cannot be read
├── ParityFileRefused         a parity file that cannot be used
├── ParityRunImpossible       the two sides could not be compared
├── MigrationStopped          a statement of a migration failed
├── CommitRefused             git did not take a flip that is made
├── JournalBroken             the chain of the journal does not hold
├── StateUnwritable           disk full, read-only or not ours
├── StateDatabaseUnavailable  the state database does not answer; traffic does not need it
├── LabelRefused              a lot's label that no routing file may have
├── AccountRefused            a console account that may not be made or changed so
├── PdfUnavailable            what makes PDF is not installed
├── IncidentUnknown           no open incident of this number
├── RequestRefused            the proxy answers by itself
│   ├── HostUnknown           no backend has this host
│   ├── TargetAmbiguous       the address has no single reading
│   ├── ControllerBlocked     a development front controller
│   ├── LotGone               a retired address without successor
│   ├── AddressUnknown        no page of ours, or no spelling that leads to one
│   ├── MethodRefused         a method that no side may be asked
│   ├── BodyTooLarge          more than the setting allows
│   ├── BodyUnreadable        its framing has no single reading
│   ├── TargetTooLong         an address longer than the limit
│   ├── HeadTooLarge          more fields, or larger ones, than the limit
│   ├── CodingUnknown         a transfer coding other than chunked
│   └── ClientTooSlow         the client stopped in the middle of its body
├── ServerUnfit               the WSGI server hides what a proxy must know
├── PythonMissing             a lot is at python, and its code is not there
├── ClientWentAway            nobody is left to read the answer
└── LegacyFailed              the legacy application did not answer properly
    ├── LegacyUnreachable     no connection
    ├── LegacyTimedOut        connected, then silent
    ├── LegacyMisspoke        its answer is not HTTP
    ├── LegacyHungUp          it left in the middle of its answer
    ├── LegacyBusy            every connection to it is taken
    └── LegacyCutOff          not tried: it could not be reached a moment ago
"""

from collections.abc import Iterable


class FiguierError(Exception):
    """Anything the product refuses or could not do, said in words for its operator."""


class ConfigurationRefused(FiguierError):
    """Settings that cannot be used; `faults` has one line for each."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))


class RoutingFileRefused(FiguierError):
    """A routing file that cannot be used."""


class FlipRefused(FiguierError):
    """A flip that was not made, and every reason why; nothing changed."""

    def __init__(self, *reasons: str) -> None:
        self.reasons = reasons
        super().__init__("\n".join(reasons))


class LotUnknown(FlipRefused):
    """The routing table has no lot of this name."""


class MoveForbidden(FlipRefused):
    """A lot may not go from its stage to the one asked for."""


class GateClosed(FlipRefused):
    """An enforced gate is closed; the reasons say which and why."""


class ApprovalMissing(GateClosed):
    """A closed gate is only passed with the approval of a second person."""


class ReasonMissing(FlipRefused):
    """A flip needs its why."""


class TableMoved(FlipRefused):
    """The routing file is no longer the one that was planned on."""


class FlipUnderWay(FlipRefused):
    """Another flip holds the lock."""


class ProjectUnreadable(FiguierError):
    """A legacy project, an access log or an inventory's file that cannot be read."""


class ParityFileRefused(FiguierError):
    """A parity file that cannot be used; `mistakes` has one line for each."""

    def __init__(self, mistakes: Iterable[str]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__("\n".join(self.mistakes))


class ParityRunImpossible(FiguierError):
    """The two sides could not be compared: one is away, or there is no copy to work on."""


class ScaffoldRefused(FiguierError):
    """A lot that cannot be generated; nothing was written."""


class RetirementRefused(FiguierError):
    """Passwords that PHP still checks, and would check in vain; nothing changed."""


class MigrationStopped(FiguierError):
    """A statement of a migration failed: what ran before it stays, what follows was not tried."""


class CommitRefused(FiguierError):
    """The flip is made and journalled, but git did not take it."""


class JournalBroken(FiguierError):
    """The journal's chain does not hold; `line` is the first bad one, counted from 1."""

    def __init__(self, line: int, why: str) -> None:
        self.line = line
        self.why = why
        super().__init__(f"journal line {line}: {why}")


class StateUnwritable(FiguierError):
    """The state directory or the routing file could not be written."""


class StateDatabaseUnavailable(FiguierError):
    """The state database does not answer, is locked or full; traffic does not need it."""


class LabelRefused(FiguierError):
    """A lot's label that no routing file may have; nothing changed."""


class AccountRefused(FiguierError):
    """A console account that may not be made or changed so; nothing changed."""


class PdfUnavailable(FiguierError):
    """What makes PDF is not installed; the page prints without it."""


class IncidentUnknown(FiguierError):
    """No open incident has this number."""


class RequestRefused(FiguierError):
    """A request that neither side may answer."""


class HostUnknown(RequestRefused):
    """No backend has the host of this request."""


class TargetAmbiguous(RequestRefused):
    """The request's address can be read in more than one way."""


class ControllerBlocked(RequestRefused):
    """A development front controller, which visitors may not reach."""


class LotGone(RequestRefused):
    """An address of a retired lot that nothing replaced; `words` are for the visitor."""

    def __init__(self, *args: object, words: str = "") -> None:
        super().__init__(*args)
        self.words = words


class AddressUnknown(RequestRefused):
    """No page of ours has this address, or it has no spelling that leads to one."""


class MethodRefused(RequestRefused):
    """A method that neither side may be asked."""


class BodyTooLarge(RequestRefused):
    """A request body above the limit."""


class BodyUnreadable(RequestRefused):
    """A request body whose framing cannot be read in one way."""


class TargetTooLong(RequestRefused):
    """An address longer than the limit."""


class HeadTooLarge(RequestRefused):
    """More header fields, or larger ones, than the limit."""


class CodingUnknown(RequestRefused):
    """A transfer coding that this proxy does not know."""


class ClientTooSlow(RequestRefused):
    """The client stopped sending in the middle of its body."""


class ServerUnfit(FiguierError):
    """The WSGI server hides what a proxy must know of a request."""


class PythonMissing(FiguierError):
    """The table gives this address to Python, which has no code for it here."""


class ClientWentAway(FiguierError):
    """The visitor closed the connection before the end of the answer."""


class LegacyFailed(FiguierError):
    """The legacy application did not answer properly."""


class LegacyUnreachable(LegacyFailed):
    """No connection to the legacy application could be made."""


class LegacyTimedOut(LegacyFailed):
    """The legacy application took the request and stayed silent."""


class LegacyMisspoke(LegacyFailed):
    """The legacy application's answer is not HTTP."""


class LegacyHungUp(LegacyFailed):
    """The legacy application closed the connection in the middle of its answer."""


class LegacyBusy(LegacyFailed):
    """Every connection to the legacy application is taken, and the queue is full or too slow."""


class LegacyCutOff(LegacyFailed):
    """The legacy application could not be reached a moment ago and is not tried again yet."""


#: What a visitor or the console is told in the status line. An error that is not here has the
#: status of the nearest class above it.
STATUS: dict[type[FiguierError], int] = {
    FiguierError: 500,
    RoutingFileRefused: 422,
    FlipRefused: 409,
    RetirementRefused: 409,
    ScaffoldRefused: 409,
    ProjectUnreadable: 422,
    ParityFileRefused: 500,
    ParityRunImpossible: 503,
    LotUnknown: 404,
    ReasonMissing: 422,
    FlipUnderWay: 503,
    StateUnwritable: 507,
    StateDatabaseUnavailable: 503,
    IncidentUnknown: 404,
    LabelRefused: 422,
    AccountRefused: 422,
    PdfUnavailable: 501,
    RequestRefused: 400,
    HostUnknown: 421,
    ControllerBlocked: 404,
    LotGone: 410,
    AddressUnknown: 404,
    MethodRefused: 405,
    BodyTooLarge: 413,
    TargetTooLong: 414,
    HeadTooLarge: 431,
    CodingUnknown: 501,
    ClientTooSlow: 408,
    PythonMissing: 503,
    ClientWentAway: 499,
    LegacyFailed: 502,
    LegacyUnreachable: 502,
    LegacyTimedOut: 504,
    LegacyBusy: 503,
    LegacyCutOff: 503,
}


def status_of(error: FiguierError) -> int:
    """The HTTP status that stands for this error."""
    return status_of_kind(type(error))


def status_of_kind(kind: type[FiguierError]) -> int:
    """The HTTP status that stands for errors of this class."""
    return next(STATUS[each] for each in kind.__mro__ if each in STATUS)
