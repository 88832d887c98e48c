"""Numbers of values, and what a change does to them."""

import pytest

from legacy_bridge.php.changes import ABSENT, Change
from legacy_bridge.php.errors import PhpFormatError, PhpReferenceCut
from legacy_bridge.php.formats import SessionFormat
from legacy_bridge.php.session import PhpSession
from tests.fakes.php_judge import PhpJudge

LINKED = b'n|i:1;a|a:1:{s:1:"x";i:7;}b|R:3;o|O:8:"stdClass":0:{}p|r:4;z|i:1;'
SEALED = b'n|i:1;c|C:5:"Vieux":4:{i:5;}a|a:1:{s:1:"x";i:7;}b|R:4;z|i:1;'


def php(data: bytes) -> PhpSession:
    return PhpSession.parse(data, SessionFormat.PHP)


@pytest.mark.parametrize(
    "change, data",
    [
        pytest.param(
            Change(("n",), [1, 2]),
            b'n|a:2:{i:0;i:1;i:1;i:2;}a|a:1:{s:1:"x";i:7;}b|R:5;o|O:8:"stdClass":0:{}p|r:6;z|i:1;',
            id="two values more before",
        ),
        pytest.param(
            Change(("n",), ABSENT),
            b'a|a:1:{s:1:"x";i:7;}b|R:2;o|O:8:"stdClass":0:{}p|r:3;z|i:1;',
            id="one value less before",
        ),
        pytest.param(
            Change(("a", "y"), 2),
            b'n|i:1;a|a:2:{s:1:"x";i:7;s:1:"y";i:2;}b|R:3;o|O:8:"stdClass":0:{}p|r:5;z|i:1;',
            id="between the two",
        ),
        pytest.param(Change(("z",), {"k": "R:2;"}), None, id="after them, text like one"),
        pytest.param(Change(("n",), 2), None, id="as many values as before"),
        pytest.param(Change(("p",), 0), None, id="one holder of an object less"),
    ],
)
def test_references_follow_what_they_name(
    change: Change, data: bytes | None, judge: PhpJudge
) -> None:
    before, after = judge.session("php", LINKED), php(LINKED).changed([change])

    assert data is None or after.data == data
    seen = judge.session("php", after.data)
    assert before is not None
    assert seen is not None
    assert {k: seen.get(k) for k in (b"b", b"o")} == {k: before[k] for k in (b"b", b"o")}


def test_zeros_before_a_number_do_not_shift_its_place() -> None:
    session = php(b"n|i:1;a|i:2;b|R:002;").changed([Change(("n",), [5])])

    assert session.data == b"n|a:1:{i:0;i:5;}a|i:2;b|R:3;"


@pytest.mark.parametrize(
    "data, change",
    [
        pytest.param(LINKED, Change(("a",), 1), id="the named value replaced"),
        pytest.param(LINKED, Change(("a", "x"), ABSENT), id="the named value removed"),
        pytest.param(LINKED, Change(("b",), 1), id="one of two variables replaced"),
        pytest.param(LINKED, Change(("o",), ABSENT), id="a shared object removed"),
        pytest.param(SEALED, Change(("n",), []), id="nothing hidden, yet after an own format"),
        pytest.param(SEALED, Change(("n",), [1]), id="numbers hidden behind"),
        pytest.param(SEALED, Change(("z",), 2), id="numbers hidden before"),
        pytest.param(SEALED, Change(("c",), 2), id="hidden numbers would go"),
    ],
)
def test_a_link_is_never_cut(data: bytes, change: Change) -> None:
    if change.path == ("n",) and change.value == []:
        assert php(data).changed([change]).data == data.replace(b"n|i:1;", b"n|a:0:{}")
        return

    with pytest.raises(PhpReferenceCut, match="at byte"):
        php(data).changed([change])


@pytest.mark.parametrize("key", ["a", "o", "c"])
def test_a_value_with_links_of_its_own_is_not_put(key: str) -> None:
    session = php(b'a|a:2:{i:0;i:1;i:1;R:2;}o|O:1:"A":1:{s:1:"x";r:3;}c|C:1:"A":4:{r:1;}')

    with pytest.raises(PhpReferenceCut):
        php(b"n|i:1;").changed([Change(("z",), session.get((key,)))])


def test_links_that_go_together_may_go() -> None:
    session = php(b"a|a:2:{i:0;i:1;i:1;R:2;}z|i:1;").changed([Change(("a",), 5)])

    assert session.data == b"a|i:5;z|i:1;"


@pytest.mark.parametrize(
    "data, offset",
    [
        pytest.param(b"a|R:1;", 2, id="itself"),
        pytest.param(b"a|i:1;b|R:2;", 8, id="nothing there yet"),
        pytest.param(b"a|i:1;b|R:0;", 8, id="zero"),
        pytest.param(b"a|i:1;b|r:1;", 8, id="the same object, but no object"),
    ],
)
def test_a_reference_to_nothing_is_refused_as_php_does(
    data: bytes, offset: int, judge: PhpJudge
) -> None:
    with pytest.raises(PhpFormatError) as refusal:
        php(data)

    assert refusal.value.offset == offset
    assert not judge.session("php", data)


def test_a_reference_after_an_own_format_is_believed(judge: PhpJudge) -> None:
    assert php(SEALED).is_linked
    assert judge.again("php", SEALED) == SEALED
