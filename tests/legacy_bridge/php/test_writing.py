"""PHP's serialize format, written."""

import datetime as dt
import decimal
import math
import random
import struct
from typing import Any

import pytest

from legacy_bridge.php.errors import PhpValueUnwritable
from legacy_bridge.php.limits import Limits
from legacy_bridge.php.reading import decode
from legacy_bridge.php.writing import encode, float_text
from tests.fakes.php_judge import PhpJudge


@pytest.mark.parametrize(
    "value, data",
    [
        (None, b"N;"),
        (True, b"b:1;"),
        (False, b"b:0;"),
        (-5, b"i:-5;"),
        (2**63 - 1, b"i:9223372036854775807;"),
        (0.1, b"d:0.1;"),
        (-0.0, b"d:-0;"),
        ("é|", b's:3:"\xc3\xa9|";'),
        ("\udce9", b's:1:"\xe9";'),
        (b"\xff\0", b's:2:"\xff\0";'),
        ([], b"a:0:{}"),
        (["a", (1,)], b'a:2:{i:0;s:1:"a";i:1;a:1:{i:0;i:1;}}'),
        ({"5": 1, "05": 2, -1: 3, "": 4}, b'a:4:{i:5;i:1;s:2:"05";i:2;i:-1;i:3;s:0:"";i:4;}'),
        ({"a": {"b": {}}, "c": None}, b'a:2:{s:1:"a";a:1:{s:1:"b";a:0:{}}s:1:"c";N;}'),
    ],
)
def test_values_are_written_as_php_writes_them(value: Any, data: bytes) -> None:
    assert encode(value) == data


FLOATS = [
    (100000.0, "100000"), (1e15, "1000000000000000"), (1e16, "10000000000000000"),
    (12345678901234567.0, "12345678901234568"), (1e17, "1.0E+17"),
    (123456789012345678.0, "1.2345678901234568E+17"), (0.0001, "0.0001"), (0.00001, "1.0E-5"),
    (1.5e300, "1.5E+300"), (5e-324, "5.0E-324"), (2.5, "2.5"), (math.inf, "INF"),
    (-math.inf, "-INF"), (math.nan, "NAN"), (-1e-7, "-1.0E-7"),
]  # fmt: skip


@pytest.mark.parametrize("value, text", FLOATS)
def test_floats_are_written_as_php_8_writes_them(value: float, text: str) -> None:
    assert float_text(value) == text


def test_floats_agree_with_php(judge: PhpJudge) -> None:
    chance = random.Random(7)
    floats = [struct.unpack("d", chance.randbytes(8))[0] for _ in range(1_000)]
    floats += [chance.uniform(-1, 1) * 10 ** chance.randint(-6, 19) for _ in range(1_000)]

    for value in floats:
        data = encode(value)
        assert judge.reserialized(data) == data


@pytest.mark.parametrize(
    "value, where",
    [
        pytest.param(decimal.Decimal("1.5"), "the top", id="decimal"),
        pytest.param({"a": [dt.datetime(2026, 1, 1)]}, "'a' → 0", id="date"),  # noqa: DTZ001
        pytest.param({"a": {1, 2}}, "'a'", id="set"),
        pytest.param(2**63, "the top", id="integer beyond 64 bits"),
        pytest.param(-(2**63) - 1, "the top", id="integer below 64 bits"),
        pytest.param({"x": {"5": 1, 5: 2}}, "'x' → '5'", id="two keys that are one"),
        pytest.param({None: 1}, "(at None)", id="null as a key"),
        pytest.param({1.5: 1}, "(at 1.5)", id="float as a key"),
        pytest.param(["\ud800"], "(at 0)", id="half of a pair"),
        pytest.param({"\ud800": 1}, "ud800", id="half of a pair as a key"),
        pytest.param([{"5": 1}, {"5": 1, 5: 2}], "(at 1", id="in the second of two arrays"),
        pytest.param({2**64: 1}, "A key", id="a key beyond 64 bits"),
    ],
)
def test_what_php_has_no_form_for_is_refused(value: Any, where: str) -> None:
    with pytest.raises(PhpValueUnwritable) as refusal:
        encode(value)

    assert where in str(refusal.value)


@pytest.mark.parametrize(
    "limits",
    [Limits(depth=1), Limits(count=2), Limits(size=3)],
    ids=["depth", "count", "size"],
)
def test_values_beyond_the_limits_are_refused(limits: Limits) -> None:
    with pytest.raises(PhpValueUnwritable, match="allow"):
        encode([["abc"], 1], limits)


def test_one_long_text_many_times_over_is_refused_before_it_is_written() -> None:
    with pytest.raises(PhpValueUnwritable):
        encode(["x" * 1_000_000] * 1_000_000)


def test_a_list_inside_itself_is_refused() -> None:
    endless: list[Any] = []
    endless.append(endless)

    with pytest.raises(PhpValueUnwritable):
        encode(endless)


@pytest.mark.parametrize(
    "data",
    [
        b"d:0.1000000000000000055511151231257827;",
        b'a:2:{i:0;O:1:"A":1:{s:1:"x";r:1;}i:1;R:2;}',
        b'C:5:"Vieux":18:{a:1:{s:1:"a";i:1;}}',
        b'E:8:"Statut:A";',
    ],
    ids=["float of PHP 5", "references", "own format", "enum"],
)
def test_what_was_read_is_written_as_it_was(data: bytes) -> None:
    assert encode(decode(data)) == data


@pytest.mark.parametrize(
    "count", [300, pytest.param(10_000, marks=pytest.mark.soak)], ids=["some", "many"]
)
def test_ses_01_02_random_values_come_back_byte_for_byte(count: int, judge: PhpJudge) -> None:
    for seed in range(count):
        data = judge.generated("php_serialize", seed, sealed=seed % 4 == 0)

        assert encode(decode(data)) == data
