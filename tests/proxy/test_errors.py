import inspect

import pytest

from proxy import errors
from proxy.errors import STATUS, FiguierError, status_of

TREE = {
    name: kind
    for name, kind in inspect.getmembers(errors, inspect.isclass)
    if issubclass(kind, FiguierError)
}


def drawn_parents() -> dict[str, str]:
    """Each name of the drawing → the name it hangs from."""
    trail: list[str] = []
    parents = {}
    for line in (errors.__doc__ or "").splitlines()[2:]:
        name = line.strip("│├└─ ").split(" ")[0]
        trail[line.index(name) // 4 :] = [name]
        parents[name] = trail[-2] if len(trail) > 1 else "Exception"
    return parents


def test_the_drawn_tree_is_the_tree() -> None:
    assert drawn_parents() == {name: kind.__bases__[0].__name__ for name, kind in TREE.items()}


@pytest.mark.parametrize(
    "error, status",
    [
        pytest.param(errors.LegacyUnreachable("x"), 502, id="no connection"),
        pytest.param(errors.LegacyTimedOut("x"), 504, id="silence"),
        pytest.param(errors.LegacyMisspoke("x"), 502, id="inherits bad gateway"),
        pytest.param(errors.HostUnknown("x"), 421, id="misdirected"),
        pytest.param(errors.TargetAmbiguous("x"), 400, id="inherits bad request"),
        pytest.param(errors.BodyTooLarge("x"), 413, id="too large"),
        pytest.param(errors.TableMoved("x"), 409, id="inherits conflict"),
        pytest.param(errors.StateUnwritable("x"), 507, id="no space"),
        pytest.param(errors.ConfigurationRefused(["x"]), 500, id="has none of its own"),
    ],
)
def test_an_error_has_the_status_of_the_nearest_class(error, status) -> None:
    assert status_of(error) == status


def test_the_table_holds_statuses() -> None:
    assert [kind for kind, status in STATUS.items() if not 400 <= status < 600] == []


def test_errors_with_several_reasons_print_one_a_line() -> None:
    assert str(errors.FlipRefused("first", "second")) == "first\nsecond"
    assert str(errors.ConfigurationRefused(["a", "b"])) == "a\nb"


def test_a_broken_journal_names_its_line() -> None:
    assert str(errors.JournalBroken(7, "changed")) == "journal line 7: changed"
