"""A session worked on during one request."""

import pytest

from legacy_bridge.php.errors import PhpFormatError, PhpValueUnwritable
from legacy_bridge.php.formats import SessionFormat
from legacy_bridge.php.session import PhpSession
from tests.fakes.sessions import php_draft

DATA = b'n|i:1;a|a:1:{s:1:"x";a:1:{i:0;s:1:"y";}}'


def test_what_is_put_is_seen_and_replayed_on_newer_bytes() -> None:
    draft = php_draft(DATA)
    draft.put(("a", "x", 1), "z")
    draft.put(("n",), 2)
    draft.put(("n",), 3)
    draft.remove(("a", "x", "0"))

    assert draft.array(("a", "x")) == {1: "z"}
    assert draft.get(("n",)) == 3
    assert not draft.has(("a", "x", 0))
    assert len(draft.changes) == 3
    assert draft.rewritten(DATA + b"m|N;") == b'n|i:3;a|a:1:{s:1:"x";a:1:{i:1;s:1:"z";}}m|N;'
    assert draft.base.values["n"] == 1


def test_putting_what_is_there_changes_nothing() -> None:
    draft = php_draft(DATA)
    draft.put(("a",), {"x": ["y"]})
    draft.put(("n",), 1)
    draft.remove(("none",))

    assert draft.changes == []
    assert draft.rewritten(DATA) == DATA


def test_a_value_may_be_put_again_on_newer_bytes() -> None:
    draft = php_draft(DATA)
    draft.put(("n",), 1, even_if_there=True)

    assert draft.rewritten(b"n|i:7;") == b"n|i:1;"


def test_another_type_is_a_change() -> None:
    draft = php_draft(DATA)
    draft.put(("n",), True)

    assert draft.rewritten(DATA).startswith(b"n|b:1;")


@pytest.mark.parametrize("path", [("n", "k"), ("new", "k")])
def test_arrays_are_made_on_the_way(path: tuple[str, ...]) -> None:
    draft = php_draft(DATA)
    draft.put(path, 5)

    assert draft.get(path) == 5
    assert PhpSession.parse(draft.rewritten(DATA), SessionFormat.PHP).get(path) == 5


def test_a_removal_may_expect_a_value() -> None:
    draft = php_draft(DATA)
    draft.remove(("n",), expected=1)

    assert draft.rewritten(DATA.replace(b"n|i:1;", b"n|i:2;")).startswith(b"n|i:2;")
    assert b"n|" not in draft.rewritten(DATA)


def test_a_draft_goes_on_from_a_newer_reading() -> None:
    draft = php_draft(DATA)
    draft.put(("m",), 1)
    draft.remove(("n",), expected=1)
    draft.rebase(PhpSession.parse(b"n|i:7;", SessionFormat.PHP))

    assert draft.get(("n",)) == 7
    assert draft.get(("m",)) == 1
    assert draft.rewritten(b"n|i:7;") == b"n|i:7;m|i:1;"


def test_what_is_no_array_is_an_empty_one() -> None:
    assert php_draft(DATA).array(("n",)) == {}


def test_a_value_without_a_form_is_refused_when_it_is_put() -> None:
    with pytest.raises(PhpValueUnwritable):
        php_draft(DATA).put(("n",), object())


def test_broken_bytes_are_never_written_over() -> None:
    draft = php_draft(DATA)
    draft.put(("n",), 2)

    with pytest.raises(PhpFormatError):
        draft.rewritten(DATA + b"\n")


def test_both_names_of_a_variable_show_what_was_put() -> None:
    draft = php_draft(b"u|a:2:{i:0;i:7;i:1;R:2;}")
    for value in (9, {0: "neuf"}, 10):
        draft.put(("u", 1), value)

        assert draft.get(("u",)) == {0: value, 1: value}
    assert draft.rewritten(draft.base.data) == b"u|a:2:{i:0;i:10;i:1;R:2;}"


def test_what_two_names_cannot_share_is_left_out() -> None:
    draft = php_draft(b'o|O:1:"A":1:{s:1:"x";i:7;}u|a:2:{i:0;i:5;i:1;R:2;}')
    draft.put(("u", 1), [1])
    draft.put(("n",), 1)

    assert draft.get(("u", 1)) == {0: 1}
    assert draft.rewritten_as_far(draft.base.data) == draft.base.data + b"n|i:1;"
    assert [change.path for change in draft.left_out] == [("u", 1)]
