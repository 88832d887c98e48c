"""What each exit code of `figuier` means, and which error ends with which."""

from enum import IntEnum

from proxy import errors


class ExitCode(IntEnum):
    """How a command ended."""

    DONE = 0
    DIFFERENT = 1
    INVALID = 2
    REFUSED = 3
    MOVED = 4
    STATE = 5


#: The same in words, for people and for the documentation.
MEANING: dict[ExitCode, str] = {
    ExitCode.DONE: "done, or nothing to do; everything agrees",
    ExitCode.DIFFERENT: "it works, and there is something to look at: `plan` found changes, "
    "`explain` a request that nobody may answer, `status` a process that does not run the file, "
    "`flip` a process that has not taken it up yet or a commit that git refused, or the operator "
    "said no",
    ExitCode.INVALID: "wrong usage, unknown lot or stage, wrong settings, invalid routing file; "
    "nothing was changed",
    ExitCode.REFUSED: "the rules refuse it: forbidden move, closed gate, no reason given, "
    "passwords that PHP still checks; "
    "nothing was changed",
    ExitCode.MOVED: "somebody was faster: the plan is stale, or another flip is under way; "
    "nothing was changed, look and try again",
    ExitCode.STATE: "the journal is broken, or its disk full or not writable; nothing was changed",
}

#: Errors and their codes; an error that is not here has the code of the nearest class above it.
EXIT_CODES: dict[type[Exception], ExitCode] = {
    errors.RoutingFileRefused: ExitCode.INVALID,
    errors.ConfigurationRefused: ExitCode.INVALID,
    errors.LotUnknown: ExitCode.INVALID,
    errors.ProjectUnreadable: ExitCode.INVALID,
    errors.IncidentUnknown: ExitCode.INVALID,
    errors.AccountRefused: ExitCode.INVALID,
    errors.LabelRefused: ExitCode.INVALID,
    errors.FlipRefused: ExitCode.REFUSED,
    errors.RetirementRefused: ExitCode.REFUSED,
    errors.ScaffoldRefused: ExitCode.INVALID,
    errors.ParityFileRefused: ExitCode.INVALID,
    errors.TableMoved: ExitCode.MOVED,
    errors.FlipUnderWay: ExitCode.MOVED,
    errors.CommitRefused: ExitCode.DIFFERENT,
    errors.FiguierError: ExitCode.STATE,
}


def exit_code_of(kind: type[Exception]) -> ExitCode:
    """The code that a command ends with on errors of this class."""
    return next(EXIT_CODES[each] for each in kind.__mro__ if each in EXIT_CODES)
