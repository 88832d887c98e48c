"""PHP's serialize format, read."""

import math
import random
import sys
import time
from typing import Any

import pytest

from legacy_bridge.php.errors import PhpFormatError, PhpTooLarge
from legacy_bridge.php.limits import Limits
from legacy_bridge.php.reading import Mark, Reader, decode
from legacy_bridge.php.values import PhpObject
from tests.fakes.php_judge import PhpJudge

NESTED = b'a:1:{i:0;a:1:{s:1:"x";a:1:{i:0;N;}}}'


@pytest.mark.parametrize(
    "data, value",
    [
        (b"N;", None),
        (b"b:1;", True),
        (b"b:0;", False),
        (b"i:-5;", -5),
        (b"i:+5;", 5),
        (b"i:-9223372036854775808;", -(2**63)),
        (b"d:0.1;", 0.1),
        (b"d:1.0E+100;", 1e100),
        (b"d:INF;", math.inf),
        (b"d:-INF;", -math.inf),
        (b"d:.5;", 0.5),
        (b's:0:"";', ""),
        (b's:7:"\xc3\xa9|!";}";', 'é|!";}'),
        (b's:3:"a\0b";', "a\0b"),
        (b's:1:"\xe9";', "\udce9"),
        (b'S:4:"a\\c3\\a9b";', "aéb"),
        (b"a:0:{}", {}),
        (b'a:2:{i:0;s:1:"a";i:1;a:0:{}}', {0: "a", 1: {}}),
        (b'a:2:{s:1:"5";i:1;s:2:"05";i:2;}', {5: 1, "05": 2}),
        (b'a:1:{s:4:"a"b"";s:3:"c"d";}', {'a"b"': 'c"d'}),
        (b'a:2:{s:1:"a";i:1;s:1:"a";i:2;}', {"a": 2}),
        (b'a:1:{i:1234567890123456789;S:1:"z";}', {1234567890123456789: "z"}),
        (b'a:3:{s:1:"a";b:0;s:2:"\xc3\xa9";N;i:-1;d:-0;}', {"a": False, "é": None, -1: -0.0}),
        (NESTED, {0: {"x": {0: None}}}),
        (b's:0010:"0123456789";', "0123456789"),
    ],
)
def test_what_php_writes_is_read(data: bytes, value: Any) -> None:
    assert decode(data) == value
    assert Reader(data.decode("latin-1"), marks=[]).value(0)[0] == value  # value by value


def test_not_a_number_is_read() -> None:
    assert math.isnan(decode(b"d:NAN;"))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "data, kind, name",
    [
        (b'O:8:"stdClass":1:{s:1:"x";O:1:"A":0:{}}', "O", "stdClass"),
        (b'C:5:"Vieux":18:{a:1:{s:1:"a";i:1;}}', "C", "Vieux"),
        (b'E:8:"Statut:A";', "E", "Statut:A"),
        (b'O:16:"subprocess\\Popen":0:{}', "O", "subprocess\\Popen"),
    ],
    ids=["object", "own format", "enum", "name of a Python class"],
)
def test_objects_stay_closed(data: bytes, kind: str, name: str) -> None:
    value = decode(b"a:1:{i:0;%b}" % data)[0]  # type: ignore[index]

    assert isinstance(value, PhpObject)
    assert (value.kind, value.class_name, value.raw) == (kind, name, data)


@pytest.mark.parametrize(
    "data, offset",
    [
        pytest.param(b"", 0, id="nothing"),
        pytest.param(b"N;\n", 2, id="a newline after"),
        pytest.param(b"i:5", 0, id="no semicolon"),
        pytest.param(b"i:+;", 0, id="a sign without digits"),
        pytest.param(b"b:2;", 0, id="not a boolean"),
        pytest.param(b"d:1_0;", 0, id="a Python float"),
        pytest.param(b"d:infinity;", 0, id="a Python infinity"),
        pytest.param(b's:2:"abc";', 0, id="string too short"),
        pytest.param(b's:9:"abc";', 0, id="string too long"),
        pytest.param(b's:99999999999:"abc";', 0, id="length of eleven digits"),
        pytest.param(b'S:2:"a\\zz";', 6, id="wrong escape"),
        pytest.param(b'S:9:"ab";', 0, id="escaped string too long"),
        pytest.param(b"a:2:{i:0;i:1;}", 13, id="fewer values than counted"),
        pytest.param(b"a:0:{i:0;i:1;}", 5, id="more values than counted"),
        pytest.param(b"a:1:{N;i:1;}", 5, id="null as a key"),
        pytest.param(b"a:1:{d:1.5;i:1;}", 5, id="float as a key"),
        pytest.param(b"a:1:{i:0;}", 9, id="a key without a value"),
        pytest.param(b'a:1:{s:3:"a";i:1;}', 5, id="key of another length"),
        pytest.param(b'a:1:{i:0;s:3:"a";}', 9, id="value of another length"),
        pytest.param(b'O:9:"stdClass":0:{}', 0, id="class of another length"),
        pytest.param(b'O:3:"a b":0:{}', 0, id="class with a space"),
        pytest.param(b'C:1:"A":9:{ab}', 0, id="own format of another length"),
        pytest.param(b'E:3:"A:B:";', 0, id="enum without a case"),
        pytest.param(b"x:1;", 0, id="unknown letter"),
    ],
)
def test_what_php_would_refuse_is_refused_with_its_place(data: bytes, offset: int) -> None:
    with pytest.raises(PhpFormatError) as refusal:
        decode(data)

    assert refusal.value.offset == offset
    assert f"at byte {offset}" in str(refusal.value)


@pytest.mark.parametrize(
    "limits, offset",
    [
        pytest.param(Limits(size=len(NESTED) - 1), len(NESTED) - 1, id="size"),
        pytest.param(Limits(depth=2), 27, id="depth"),
        pytest.param(Limits(count=3), 27, id="count"),
    ],
)
def test_data_beyond_the_limits_is_refused(limits: Limits, offset: int) -> None:
    with pytest.raises(PhpTooLarge) as refusal:
        decode(NESTED, limits)

    assert refusal.value.offset == offset
    assert decode(NESTED, Limits(size=len(NESTED), depth=3, count=4))


def test_a_very_deep_array_costs_no_stack() -> None:
    depth = 100_000
    data = b"a:1:{i:0;" * depth + b"N;" + b"}" * depth

    with pytest.raises(PhpTooLarge):
        decode(data)
    assert decode(data, Limits(size=len(data), depth=depth))


@pytest.mark.parametrize(
    "data",
    [
        b"d:" + b"1" * 1_000_000,
        b"d:." + b"1" * 1_000_000 + b";",
        b"d:1e" + b"9" * 1_000_000 + b";",
        b"a:9:{" + b's:1:"' * 300_000,
        b'S:1000000:"' + b"\\6" * 300_000,
        b'O:9:"' + b"A" * 1_000_000,
        b"i:" + b"9" * 1_000_000,
        b"a:1:{i:0;" * 100_000,
    ],
    ids=["digits", "decimals", "exponent", "quotes", "escapes", "class", "integer", "arrays"],
)
def test_ses_06_no_text_takes_long_to_refuse(data: bytes) -> None:
    started = time.perf_counter()
    with pytest.raises(PhpFormatError):
        decode(data)

    assert time.perf_counter() - started < 20


def test_marks_tell_every_value_in_phps_order() -> None:
    marks: list[Mark] = []
    Reader('a:3:{i:0;i:1;i:1;R:2;s:1:"o";O:1:"A":1:{s:1:"x";r:1;}}', marks=marks).value(0)

    assert [(mark.letter, mark.number) for mark in marks] == [
        ("a", 0), ("i", 0), ("R", 2), ("O", 0), ("r", 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "data, is_linked",
    [
        (b"a:2:{i:0;i:1;i:1;R:2;}", True),
        (b'C:1:"A":8:{i:0;r:1;}', True),
        (b'C:1:"A":4:{i:0;}', False),
        (b's:4:"R:2;";', False),
    ],
    ids=["reference", "in an own format", "none in an own format", "only text"],
)
def test_references_are_noticed(data: bytes, is_linked: bool) -> None:
    reader = Reader(data.decode("latin-1"))
    reader.value(0)

    assert reader.is_linked is is_linked


WATCHED = {"import", "exec", "compile", "subprocess.Popen", "os.system", "open"}
heard: list[str] = []
listening = False


def listen(event: str, _: tuple[Any, ...]) -> None:
    if listening and event in WATCHED:
        heard.append(event)


def test_ses_04_no_class_name_is_ever_looked_up() -> None:
    global listening  # noqa: PLW0603 - an audit hook cannot be taken away again
    gadgets = [
        b'O:16:"subprocess\\Popen":1:{s:4:"args";s:2:"id";}',
        b'O:2:"os":1:{s:6:"system";s:2:"id";}',
        b'C:7:"builtin":4:{exec}',
        b'E:9:"sys:stdin";',
        b'O:22:"__PHP_Incomplete_Class":1:{s:27:"__PHP_Incomplete_Class_Name";s:2:"os";}',
    ]
    sys.addaudithook(listen)
    listening = True
    values = [decode(gadget) for gadget in gadgets]
    listening = False

    assert all(isinstance(value, PhpObject) for value in values)
    assert heard == []


def mutated(data: bytes, chance: random.Random) -> bytes:
    """One byte changed, removed or added, or a piece cut off or doubled."""
    made, place = bytearray(data), chance.randrange(len(data))
    match chance.randrange(5):
        case 0:
            made[place] = chance.choice(b'0123456789:;"{}sidabNORrCE|!-+.\\\0\xff')
        case 1:
            del made[place]
        case 2:
            made.insert(place, chance.choice(b'0123456789:;"{}sidabNORrCE|!-+.'))
        case 3:
            del made[place:]
        case _:
            other = chance.randrange(len(data))
            made[place:place] = data[other : other + chance.randrange(40)]
    return bytes(made)


@pytest.mark.parametrize(
    "count", [20_000, pytest.param(200_000, marks=pytest.mark.soak)], ids=["some", "many"]
)
def test_ses_06_mutated_data_is_read_or_refused_never_worse(
    count: int, captured: dict[str, bytes]
) -> None:
    chance = random.Random(4)
    originals = [data for name, data in captured.items() if "php_serialize" in name and data]
    read = 0
    for _ in range(count):
        data = mutated(chance.choice(originals), chance)
        try:
            decode(data, Limits(size=100_000, depth=50, count=5_000))
        except PhpFormatError:
            continue
        read += 1

    print(f"{count} mutants, {read} still readable")
    assert 0 < read < count


@pytest.mark.parametrize(
    "digits, number",
    [
        pytest.param(b"9223372036854775808", 2**63 - 1, id="one too many"),
        pytest.param(b"-9223372036854775809", -(2**63), id="one too few"),
        pytest.param(b"123456789012345678901", 2**63 - 1, id="21 digits"),
        pytest.param(b"-99999999999999999999999", -(2**63), id="23 and a sign"),
        pytest.param(b"9" * 5_000, 2**63 - 1, id="more than Python's int() takes"),
        pytest.param(b"+" + b"0" * 30 + b"5", 5, id="zeros before it"),
        pytest.param(b"-" + b"0" * 25, 0, id="nothing but zeros"),
    ],
)
def test_an_integer_of_many_digits_is_the_nearest_of_64_bits(
    digits: bytes, number: int, judge: PhpJudge
) -> None:
    data = b"i:%b;" % digits

    assert decode(data) == number
    assert judge.reserialized(data) == b"i:%d;" % number
    assert list(decode(b"a:1:{%bN;}" % data)) == [number]  # type: ignore[arg-type]
