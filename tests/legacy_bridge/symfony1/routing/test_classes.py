"""Route classes and what they descend from."""

import pytest

from legacy_bridge.symfony1.routing.classes import Classes, ClassUnknown


def test_a_projects_class_descends_from_symfonys() -> None:
    classes = Classes({"myRoute": "baseRoute", "baseRoute": "sfDoctrineRoute"})

    assert classes.ancestry("myRoute")[-3:] == ("sfObjectRoute", "sfRequestRoute", "sfRoute")


@pytest.mark.parametrize(
    ("extended", "why"),
    [({}, "not among"), ({"a": "b"}, "b is not among"), ({"a": "b", "b": "a"}, "extends itself")],
)
def test_other_classes_are_unknown(extended: dict[str, str], why: str) -> None:
    with pytest.raises(ClassUnknown, match=why):
        Classes(extended).ancestry("a")
