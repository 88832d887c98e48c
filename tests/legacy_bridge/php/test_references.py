"""Numbers of values, and what a change does to them."""

import pytest

from legacy_bridge.php.changes import ABSENT, Change
from legacy_bridge.php.errors import PhpFormatError, PhpReferenceCut
from legacy_bridge.php.formats import SessionFormat
from legacy_bridge.php.references import named_value
from legacy_bridge.php.session import PhpSession
from legacy_bridge.php.writing import encode
from tests.fakes.php_judge import PhpJudge

LINKED = b'n|i:1;a|a:1:{s:1:"x";i:7;}b|R:3;o|O:8:"stdClass":0:{}p|r:4;z|i:1;'
SEALED = b'n|i:1;c|C:5:"Vieux":4:{i:5;}a|a:1:{s:1:"x";i:7;}b|R:4;z|i:1;'


INNER = b'x:i:0;a:1:{i:0;O:8:"stdClass":1:{s:1:"a";i:1;}};m:a:0:{}'


def own(inner: bytes) -> bytes:
    return b'C:11:"ArrayObject":%d:{%b}' % (len(inner), inner)


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
        pytest.param(LINKED, Change(("o",), ABSENT), id="a shared object removed"),
        pytest.param(SEALED, Change(("a",), 1), id="perhaps the named value"),
        pytest.param(SEALED, Change(("n",), ABSENT), id="links hidden in an own format"),
        pytest.param(SEALED, Change(("c",), ABSENT), id="hidden numbers would go"),
    ],
)
def test_a_link_is_never_cut(data: bytes, change: Change) -> None:
    if change.path == ("n",):
        data = data.replace(b"4:{i:5;}", b"4:{r:2;}")
    with pytest.raises(PhpReferenceCut, match="at byte"):
        php(data).changed([change])


@pytest.mark.parametrize(
    "change, data",
    [
        (Change(("n",), []), SEALED.replace(b"n|i:1;", b"n|a:0:{}")),
        (
            Change(("n",), [1]),
            SEALED.replace(b"n|i:1;", b"n|a:1:{i:0;i:1;}").replace(b":4;z", b":5;z"),
        ),
        (Change(("z",), [2]), SEALED.replace(b"z|i:1;", b"z|a:1:{i:0;i:2;}")),
        (Change(("a", "x"), 8), SEALED.replace(b"i:7", b"i:8")),
        (Change(("c",), 2), SEALED + b"c|i:2;"),
    ],
    ids=["as many", "more before", "after all", "a shared plain value", "once more at the end"],
)
def test_an_own_format_keeps_only_what_must_not_move(
    change: Change, data: bytes, judge: PhpJudge
) -> None:
    before, after = judge.session("php", SEALED), php(SEALED).changed([change])

    assert after.data == data
    seen = judge.session("php", data)
    assert before is not None
    assert seen is not None
    changed = {change.path[0].encode(), b"b"} if len(change.path) > 1 else {b"c", b"n", b"z"}
    assert {k: v for k, v in seen.items() if k not in changed} == {
        k: v for k, v in before.items() if k not in changed
    }


@pytest.mark.parametrize("layout", list(SessionFormat))
def test_what_cannot_move_is_put_once_more_at_the_end(
    layout: SessionFormat, judge: PhpJudge
) -> None:
    values = {
        SessionFormat.PHP: b"c|%bn|a:1:{i:0;i:1;}o|%bp|r:9;",
        SessionFormat.PHP_BINARY: b"\1c%b\1na:1:{i:0;i:1;}\1o%b\1pr:9;",
        SessionFormat.PHP_SERIALIZE: b'a:4:{s:1:"c";%bs:1:"n";a:1:{i:0;i:1;}s:1:"o";%bs:1:"p";r:10;}',
    }[layout] % (own(INNER), b'O:8:"stdClass":0:{}')
    after = PhpSession.parse(values, layout).changed([Change(("n",), [1, 2])]).data
    seen, again = judge.session(layout, after), judge.session(layout, values)

    assert seen is not None
    assert again is not None
    assert seen[b"n"] == b"a:2:{i:0;i:1;i:1;i:2;}"
    assert {**seen, b"n": b""} == {**again, b"n": b""}


@pytest.mark.parametrize("inner", [b"odd!", b"i:5;;"], ids=["not read", "read to its end"])
def test_what_a_class_wrote_may_hide_as_many_values_as_it_can_hold(inner: bytes) -> None:
    session = php(b'c|C:1:"A":%d:{%b}n|i:1;a|a:0:{}b|R:3;' % (len(inner), inner))

    with pytest.raises(PhpReferenceCut):
        session.changed([Change(("n",), [1])])


def test_a_holder_whose_object_may_have_two_numbers_is_left_where_it_is() -> None:
    data = b'c|C:5:"Vieux":4:{i:5;}n|a:1:{i:0;i:1;}o|O:8:"stdClass":0:{}p|r:4;'

    assert php(data).changed([Change(("n",), [])]).data == data + b"n|a:0:{}"


def test_a_value_is_found_by_its_number() -> None:
    text = "a:3:{i:0;i:5;i:1;R:2;i:2;a:1:{i:0;N;}}"

    assert [named_value(text, number) for number in (2, 3, 4)] == [5, {0: None}, None]
    for number in (0, 5):
        with pytest.raises(PhpFormatError, match=f"number {number}"):
            named_value(text, number)


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


TWO_NAMES = b"n|i:1;u|a:2:{i:0;i:7;i:1;R:3;}z|i:1;"


@pytest.mark.parametrize(
    "layout, data, path",
    [
        pytest.param(SessionFormat.PHP, TWO_NAMES, ("u", 1), id="by the second name"),
        pytest.param(SessionFormat.PHP, TWO_NAMES, ("u", 0), id="by the first"),
        pytest.param(SessionFormat.PHP, LINKED, ("b",), id="of another key's, objects after"),
        pytest.param(SessionFormat.PHP, b"a|i:7;b|R:1;c|R:1;", ("c",), id="of three"),
        pytest.param(
            SessionFormat.PHP, b"a|a:1:{i:0;d:0.5;}b|a:1:{i:0;R:2;}", ("b", 0), id="far apart"
        ),
        pytest.param(
            SessionFormat.PHP_BINARY, b"\1ua:2:{i:0;i:7;i:1;R:2;}", ("u", 1), id="php_binary"
        ),
        pytest.param(
            SessionFormat.PHP_SERIALIZE,
            b'a:1:{s:1:"u";a:2:{i:0;i:7;i:1;R:3;}}',
            ("u", 1),
            id="php_serialize",
        ),
    ],
)
@pytest.mark.parametrize("value", [9, "neuf"])
def test_a_variable_of_two_names_is_changed_for_both(
    layout: SessionFormat, data: bytes, path: tuple[str | int, ...], value: object, judge: PhpJudge
) -> None:
    changed = PhpSession.parse(data, layout).changed([Change(path, value)]).data

    assert changed == judge.changed(layout, data, path, value)
    assert changed.replace(encode(value), b"") == data.replace(b"i:7;", b"").replace(b"d:0.5;", b"")


@pytest.mark.parametrize(
    "data, path, value",
    [
        pytest.param(
            b'u|a:2:{i:0;O:1:"A":1:{s:1:"x";i:7;}i:1;R:3;}', ("u", 1), 9, id="of an object"
        ),
        pytest.param(b"a|a:1:{i:0;i:7;}b|R:1;c|R:2;", ("b",), 9, id="what it holds has names too"),
        pytest.param(b'o|O:1:"A":0:{}p|r:1;q|R:1;', ("q",), [], id="an object of two holders"),
        pytest.param(b"u|a:2:{i:0;%bi:1;R:7;}" % own(INNER), ("u", 1), 9, id="of an own format"),
    ],
)
def test_what_would_part_two_names_is_refused(
    data: bytes, path: tuple[str | int, ...], value: object
) -> None:
    with pytest.raises(PhpReferenceCut, match="at byte"):
        php(data).changed([Change(path, value)])


OBJECT = b'o|O:8:"stdClass":1:{s:1:"x";i:1;}'


@pytest.mark.parametrize(
    "data, path, value",
    [
        pytest.param(TWO_NAMES, ("u", 1), [1, "é"], id="an array for a number"),
        pytest.param(TWO_NAMES, ("u", 0), [1, [2]], id="the same by the first name"),
        pytest.param(b"u|a:2:{i:0;a:0:{}i:1;R:2;}", ("u", 1), 9, id="a number for an array"),
        pytest.param(b"a|a:2:{i:0;i:5;i:1;i:6;}b|R:1;c|i:1;d|R:4;", ("b",), [0], id="links after"),
        pytest.param(OBJECT + b"a|i:7;b|R:3;", ("b",), [1, 2], id="an object before"),
        pytest.param(b"a|i:7;" + OBJECT + b"b|R:1;", ("b",), "x", id="an object between"),
        pytest.param(b"a|i:7;b|R:1;" + OBJECT + b"p|r:2;", ("a",), [1], id="an object after"),
        pytest.param(OBJECT + b"q|R:1;", ("q",), 9, id="in place of the object"),
        pytest.param(b'e|E:8:"Statut:A";a|i:7;b|R:2;', ("b",), [3], id="an enum before"),
        pytest.param(
            b'c|C:5:"Vieux":4:{i:5;}b|R:1;', ("b",), 9, id="in place of one with its own format"
        ),
    ],
)
def test_any_value_is_put_for_both_names(
    data: bytes, path: tuple[str | int, ...], value: object, judge: PhpJudge
) -> None:
    changed = php(data).changed([Change(path, value)]).data

    assert changed == judge.changed("php", data, path, value)


def test_one_of_two_names_can_go(judge: PhpJudge) -> None:
    data = php(TWO_NAMES).changed([Change(("u", 1), ABSENT)]).data

    kept = judge.changed("php", TWO_NAMES, ("u", 1), None)
    assert judge.session("php", data) == judge.session("php", kept)
