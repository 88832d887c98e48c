"""What one writing did is told from what was done before it."""

import pytest

from proxy.parity.lab.copies import RowChange
from proxy.parity.lab.effects import effects_between, shapes_of


def made(**values: str) -> RowChange:
    return RowChange("town", "inserted", ("3",), {}, {"id": "3", **values})


def updated(before: dict[str, str], after: dict[str, str]) -> RowChange:
    return RowChange("town", "updated", ("3",), before, after)


GONE = RowChange("town", "deleted", ("3",), {"id": "3"}, {})

CASES = [
    pytest.param([], [], [], id="nothing"),
    pytest.param([], [made(name="'a'")], ["a row of town inserted (row 3)"], id="a row made"),
    pytest.param([made(name="'a'")], [made(name="'a'")], [], id="a row left alone"),
    pytest.param(
        [made(name="'a'")], [made(name="'b'")], ["town.name updated (row 3): 'a' → 'b'"], id="a new row changed"),
    pytest.param([made(name="'a'")], [], ["a row of town deleted (row 3)"], id="a new row deleted"),
    pytest.param([], [GONE], ["a row of town deleted (row 3)"], id="an old row deleted"),
    pytest.param(
        [], [updated({"name": "'a'"}, {"name": "NULL"})], ["town.name updated (row 3): 'a' → NULL"], id="an old row changed"),
    pytest.param(
        [updated({"name": "'a'"}, {"name": "'b'"})], [],
        ["town.name updated (row 3): 'b' → 'a'"], id="an old row changed back"),
    pytest.param(
        [updated({"name": "'a'"}, {"name": "'b'"})],
        [updated({"name": "'a'", "size": "1"}, {"name": "'c'", "size": "2"})],
        ["town.name updated (row 3): 'b' → 'c'", "town.size updated (row 3): 1 → 2"], id="changed twice"),
    pytest.param(
        [updated({"name": "'a'"}, {"name": "'b'"})], [GONE], ["a row of town deleted (row 3)"], id="changed, then deleted"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "told"), CASES)
def test_what_happened_between_two_moments(
    before: list[RowChange], after: list[RowChange], told: list[str]
) -> None:
    assert [str(each) for each in effects_between(before, after)] == told


def test_the_kind_of_a_change_is_the_same_for_every_row() -> None:
    other = RowChange("town", "updated", ("4",), {"name": "'x'"}, {"name": "'y'"})

    effects = effects_between([], [updated({"name": "'a'"}, {"name": "'b'"}), other])

    assert len(effects) == 2
    assert len(shapes_of(effects)) == 1
