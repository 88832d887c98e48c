"""Values that come out of PHP."""

import pytest

from legacy_bridge.php.reading import decode
from legacy_bridge.php.values import (
    PhpFloat,
    PhpObject,
    PhpReference,
    bare_name,
    php_bytes,
    php_key,
    php_text,
)


@pytest.mark.parametrize(
    "key, filed",
    [
        pytest.param("5", 5, id="digits are an integer"),
        pytest.param("-5", -5, id="also below zero"),
        pytest.param("05", "05", id="a leading zero is text"),
        pytest.param("-0", "-0", id="minus zero is text"),
        pytest.param("", "", id="nothing is text"),
        pytest.param("5.0", "5.0", id="a float is text"),
        pytest.param("9223372036854775807", 2**63 - 1, id="the largest integer"),
        pytest.param("9223372036854775808", "9223372036854775808", id="one more is text"),
        pytest.param("-9223372036854775808", "-9223372036854775808", id="the smallest is text"),
        pytest.param(" 5", " 5", id="a space makes text"),
        pytest.param("٥", "٥", id="other digits are text"),
        pytest.param(7, 7, id="an integer stays"),
        pytest.param(True, 1, id="true is one"),
    ],
)
def test_a_key_is_filed_as_php_files_it(key: str | int, filed: str | int) -> None:
    assert php_key(key) == filed
    assert type(php_key(key)) is type(filed)


def test_every_byte_comes_back() -> None:
    every = bytes(range(256)) + "é€😀".encode()

    assert php_bytes(php_text(every.decode("latin-1"))) == every


def test_a_float_keeps_its_text() -> None:
    value = PhpFloat("0.1000000000000000055511151231257827")

    assert value == 0.1
    assert value.text == "0.1000000000000000055511151231257827"


@pytest.mark.parametrize(
    "written, bare",
    [("\0Prive\0a", "a"), ("\0*\0b", "b"), ("c", "c"), ("", "")],
    ids=["private", "protected", "public", "empty"],
)
def test_a_property_is_known_by_its_bare_name(written: str, bare: str) -> None:
    assert bare_name(written) == bare


def test_an_object_shows_its_properties_and_stays_closed() -> None:
    data = b'O:5:"Prive":4:{s:8:"\0Prive\0a";i:1;s:4:"\0*\0b";s:1:"x";s:1:"c";N;i:0;b:1;}'
    value = decode(data)

    assert isinstance(value, PhpObject)
    assert (value.class_name, value.get("a"), value.get("b")) == ("Prive", 1, "x")
    assert value.get("nothing") is None
    assert value.raw == data
    assert value == decode(data)
    assert hash(value) == hash(decode(data))
    assert value != decode(b'O:5:"Prive":0:{}')


def test_what_a_class_wrote_itself_is_at_hand() -> None:
    value = decode(b'C:5:"Vieux":7:{a:{b:{}}')

    assert isinstance(value, PhpObject)
    assert value.payload == b"a:{b:{}"
    plain = decode(b'O:1:"A":0:{}')
    assert isinstance(plain, PhpObject)
    assert plain.payload == b""


def test_a_reference_stays_a_number() -> None:
    assert decode(b"a:2:{i:0;i:1;i:1;R:2;}") == {0: 1, 1: PhpReference("R", 2)}
