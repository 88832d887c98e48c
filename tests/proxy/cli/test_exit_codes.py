import inspect

import pytest

from proxy import errors
from proxy.cli.exit_codes import MEANING, ExitCode, exit_code_of
from proxy.routing_file import mistakes

KINDS = [
    kind
    for _, kind in inspect.getmembers(errors, inspect.isclass)
    if issubclass(kind, errors.FiguierError)
]


@pytest.mark.parametrize("kind", KINDS)
def test_every_error_has_a_code_of_its_own_or_above(kind) -> None:
    assert exit_code_of(kind) is not ExitCode.DONE


@pytest.mark.parametrize(
    "kind, code",
    [
        (errors.ConfigurationRefused, 2),
        (errors.RoutingFileRefused, 2),
        (mistakes.RoutingFileRefused, 2),
        (errors.LotUnknown, 2),
        (errors.MoveForbidden, 3),
        (errors.GateClosed, 3),
        (errors.ReasonMissing, 3),
        (errors.TableMoved, 4),
        (errors.FlipUnderWay, 4),
        (errors.JournalBroken, 5),
        (errors.StateUnwritable, 5),
        (errors.CommitRefused, 1),
    ],
)
def test_codes_are_stable(kind, code) -> None:
    assert exit_code_of(kind) == code


def test_every_code_is_explained() -> None:
    assert set(MEANING) == set(ExitCode)
