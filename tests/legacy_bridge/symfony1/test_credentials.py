"""Credential expressions."""

import pytest

from legacy_bridge.symfony1.credentials import Expression, permits


@pytest.mark.parametrize(
    "wanted, held, passes",
    [
        pytest.param("a", "a", True, id="one"),
        pytest.param("a", "b", False, id="one, not held"),
        pytest.param(["a", "b"], "ab", True, id="and"),
        pytest.param(["a", "b"], "a", False, id="and, one missing"),
        pytest.param([["a", "b"]], "b", True, id="or"),
        pytest.param([["a", "b"]], "c", False, id="or, none held"),
        pytest.param(["a", ["b", "c"]], "ac", True, id="and or"),
        pytest.param(["a", ["b", "c"]], "bc", False, id="and or, first missing"),
        pytest.param([["a", ["b", "c"]]], "bc", True, id="or and"),
        pytest.param([["a", ["b", "c"]]], "b", False, id="or and, one missing"),
        pytest.param([], "", True, id="nothing wanted"),
        pytest.param([[]], "a", False, id="one of nothing"),
        pytest.param("0", "a", False, id="no loose comparison"),
    ],
)
def test_expressions_alternate_and_and_or(wanted: Expression, held: str, passes: bool) -> None:
    assert permits(set(held), wanted) is passes
