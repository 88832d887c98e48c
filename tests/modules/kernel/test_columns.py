import pytest
from sqlalchemy.orm import Session

from modules.kernel.columns import StoredEnum, members_of
from modules.reference_lists.models import Municipality, School


def test_the_lines_of_a_select_are_the_members_as_stored() -> None:
    assert members_of(School.status)(Session()) == [("public", "public"), ("prive", "prive")]


def test_a_column_that_is_no_enum_has_no_members() -> None:
    with pytest.raises(TypeError, match="not an ENUM"):
        members_of(Municipality.name)


def test_an_enum_is_as_long_as_its_longest_member() -> None:
    assert StoredEnum("a", "abc").impl.length == 3  # type: ignore[attr-defined]
