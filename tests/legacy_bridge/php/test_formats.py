"""The three layouts of a session."""

import pytest

from legacy_bridge.php.changes import ABSENT, Change
from legacy_bridge.php.errors import PhpFormatError, PhpValueUnwritable
from legacy_bridge.php.formats import (
    FILLER_KEY,
    SessionFormat,
    array_layer,
    filler,
    key_bytes,
    left_filler,
)
from legacy_bridge.php.reading import Reader
from legacy_bridge.php.session import PhpSession
from legacy_bridge.php.values import PhpKey, php_bytes
from legacy_bridge.php.writing import encode
from tests.fakes.php_judge import PhpJudge

PHP, BINARY, ARRAY = SessionFormat


def layout_of(name: str) -> SessionFormat:
    """The format of a recorded session, from its name."""
    return next(
        (each for each in (BINARY, ARRAY, PHP) if f"{each}/" in name or f"{each}." in name), PHP
    )


@pytest.mark.parametrize(
    "layout, data, values",
    [
        (PHP, b"", {}),
        (BINARY, b"", {}),
        (ARRAY, b"", {}),
        (ARRAY, b"a:0:{}", {}),
        (PHP, b'a|i:1;b/c|s:3:"|;"";', {"a": 1, "b/c": '|;"'}),
        (PHP, b"!a|i:1;|i:2;", {"!a": 1, "": 2}),
        (PHP, b"a|i:1;a|i:2;", {"a": 2}),
        (PHP, b"5|i:1;", {"5": 1}),
        (BINARY, b"\1ai:1;\3a|bN;", {"a": 1, "a|b": None}),
        (ARRAY, b'a:2:{i:5;i:1;s:3:"a|b";N;}', {5: 1, "a|b": None}),
    ],
)
def test_a_session_is_read_in_its_own_format(
    layout: SessionFormat, data: bytes, values: dict[PhpKey, object]
) -> None:
    assert PhpSession.parse(data, layout).values == values


@pytest.mark.parametrize(
    "layout, data, offset",
    [
        pytest.param(PHP, b"a|i:1;\n", 6, id="a newline after"),
        pytest.param(PHP, b"a", 0, id="a key alone"),
        pytest.param(PHP, b"a|", 2, id="a key without a value"),
        pytest.param(PHP, b"a|i:1;b|i:", 8, id="cut short"),
        pytest.param(BINARY, b"\x81ai:1;", 0, id="a key over 127 bytes"),
        pytest.param(BINARY, b"\5a", 6, id="a key longer than the data"),
        pytest.param(ARRAY, b"i:1;", 0, id="no array"),
        pytest.param(ARRAY, b'O:1:"A":0:{}', 0, id="an object"),
        pytest.param(ARRAY, b"a:1:{i:0;i:1;", 13, id="no end"),
        pytest.param(ARRAY, b"a:1:{}", 5, id="fewer than counted"),
        pytest.param(PHP, b'a:1:{s:1:"a";i:1;}', 0, id="another format"),
    ],
)
def test_ses_08_what_is_not_in_the_format_is_refused(
    layout: SessionFormat, data: bytes, offset: int
) -> None:
    with pytest.raises(PhpFormatError) as refusal:
        PhpSession.parse(data, layout)

    assert refusal.value.offset == offset


@pytest.mark.parametrize(
    "layout, key, data",
    [
        (PHP, "a/b", b"a/b|"),
        (PHP, "", b"|"),
        (BINARY, "a|b", b"\3a|b"),
        (BINARY, "é" * 63, b"\x7e" + "é".encode() * 63),
        (ARRAY, "5", b"i:5;"),
        (ARRAY, "a|b", b's:3:"a|b";'),
    ],
)
def test_a_new_key_is_written_in_the_format(
    layout: SessionFormat, key: PhpKey, data: bytes
) -> None:
    assert key_bytes(layout, key) == data


@pytest.mark.parametrize(
    "layout, key",
    [(PHP, "a|b"), (PHP, "!a"), (PHP, "5"), (PHP, 5), (BINARY, 5), (BINARY, "é" * 64)],
)
def test_ses_08_a_key_that_php_would_drop_is_refused(layout: SessionFormat, key: PhpKey) -> None:
    with pytest.raises(PhpValueUnwritable):
        key_bytes(layout, key)


@pytest.mark.parametrize("layout", [PHP, BINARY])
def test_filling_of_any_size_changes_no_other_value(layout: SessionFormat) -> None:
    data = PhpSession.parse(b"", layout).changed([Change(("a",), 1)]).data
    for size in range(300):
        filling = filler(layout, size)

        assert size <= len(filling) <= max(size + 1, 30)
        session = PhpSession.parse(data + filling, layout)
        left = left_filler(session.layer, session.values)
        assert (left is not None) == bool(size)
        assert {**session.values, FILLER_KEY: left} == {"a": 1, FILLER_KEY: left}


@pytest.mark.parametrize(
    "data",
    [b'_|s:3:"---";', b"_|N;", b'figuier/filler|s:1:"x";', b'figuier/filler|s:1:"-";a|i:1;', b""],
    ids=["another name", "short", "another value", "not at the end", "nothing"],
)
def test_what_is_not_surely_filling_is_none(data: bytes) -> None:
    session = PhpSession.parse(data, PHP)

    assert left_filler(session.layer, session.values) is None


def test_one_array_is_filled_with_what_php_never_reads() -> None:
    data = b'a:1:{s:1:"a";i:1;}'

    assert PhpSession.parse(data + filler(ARRAY, 100), ARRAY).data == data
    assert len(filler(ARRAY, 100)) == 100


@pytest.mark.parametrize("layout", [PHP, BINARY])
def test_several_fillings_are_one_that_goes_at_once(layout: SessionFormat) -> None:
    data = PhpSession.parse(b"", layout).changed([Change(("a",), 1)]).data
    session = PhpSession.parse(data + filler(layout, 90) + filler(layout, 40), layout)

    assert left_filler(session.layer, session.values)
    assert session.changed([Change((FILLER_KEY,), ABSENT)]).data == data


@pytest.mark.parametrize("tail", [b"x", b"}", b'i:1;s:3:"abc";}', b"\0"])
def test_the_end_of_a_longer_array_is_passed_over_as_php_does(tail: bytes, judge: PhpJudge) -> None:
    data = b'a:1:{s:1:"a";i:1;}'
    session = PhpSession.parse(data + tail, ARRAY)

    assert judge.again(ARRAY, data + tail) == data
    assert session.values == {"a": 1}
    assert session.data == data
    assert session.changed([Change(("a",), 2)]).data == b'a:1:{s:1:"a";i:2;}'


def test_the_layer_of_what_is_no_array_is_refused() -> None:
    with pytest.raises(PhpFormatError):
        array_layer(Reader("i:1;"), 0)


def test_every_recorded_session_says_what_php_reads_in_it(
    captured: dict[str, bytes], judge: PhpJudge
) -> None:
    for name, data in captured.items():
        session = PhpSession.parse(data, layout_of(name))
        seen = judge.session(layout_of(name), data)

        assert seen is not None, name
        assert [php_bytes(str(key)) for key in session.values] == list(seen), name
        if not session.is_linked and "precision" not in name:
            assert [encode(value) for value in session.values.values()] == list(seen.values())


@pytest.mark.parametrize(
    "layout, data",
    [(SessionFormat.PHP, b"5|i:1;b|i:2;"), (SessionFormat.PHP_BINARY, b"\x015i:1;\1bi:2;")],
)
def test_a_key_of_digits_is_out_of_reach_as_in_php(
    layout: SessionFormat, data: bytes, judge: PhpJudge
) -> None:
    # $_SESSION["5"] is $_SESSION[5] to PHP, which neither finds it nor takes it away.
    session = PhpSession.parse(data, layout)

    assert session.get(("5",), "none") == "none"
    assert session.changed([Change(("5",), ABSENT)]).data == data
    assert judge.changed(layout, data, ("5",), None) == data
