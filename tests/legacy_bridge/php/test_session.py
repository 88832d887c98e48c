"""A session changed at one place, PHP being the judge of the rest."""

import random

import pytest

from legacy_bridge.php.changes import ABSENT, Change
from legacy_bridge.php.errors import (
    PhpFormatError,
    PhpPathClosed,
    PhpReferenceCut,
    PhpTooLarge,
    PhpValueUnwritable,
)
from legacy_bridge.php.formats import SessionFormat
from legacy_bridge.php.limits import Limits
from legacy_bridge.php.session import PhpSession
from legacy_bridge.php.values import php_bytes
from legacy_bridge.php.writing import encode
from tests.fakes.php_judge import PhpJudge

PHP, BINARY, ARRAY = SessionFormat
DATA = b'a|a:2:{s:1:"x";d:0.10000000000000001;s:1:"y";a:1:{i:5;O:1:"A":0:{}}}b|i:1;b|i:2;'


def php(data: bytes) -> PhpSession:
    return PhpSession.parse(data, PHP)


@pytest.mark.parametrize(
    "path, value, data",
    [
        pytest.param(("a", "x"), 1, DATA.replace(b"d:0.10000000000000001;", b"i:1;"), id="inside"),
        pytest.param(("a", "y", 5), 1, DATA.replace(b'O:1:"A":0:{}', b"i:1;"), id="an object"),
        pytest.param(("a", "y", "5"), 1, DATA.replace(b'O:1:"A":0:{}', b"i:1;"), id="key as text"),
        pytest.param(("b",), 3, DATA.replace(b"b|i:2;", b"b|i:3;"), id="the last of two"),
        pytest.param(("c",), None, DATA + b"c|N;", id="a new key"),
        pytest.param(("c", "d", 0), 1, DATA + b'c|a:1:{s:1:"d";a:1:{i:0;i:1;}}', id="new arrays"),
        pytest.param(
            ("a", "z"),
            {},
            DATA.replace(b"a|a:2", b"a|a:3").replace(b"}}}b", b'}}s:1:"z";a:0:{}}b'),
            id="a new key inside",
        ),
        pytest.param(
            ("b", "k"), 1, DATA.replace(b"b|i:2;", b'b|a:1:{s:1:"k";i:1;}'), id="number to array"
        ),
        pytest.param(("b",), ABSENT, DATA[:-12], id="both of a name removed"),
        pytest.param(
            ("a", "x"),
            ABSENT,
            DATA.replace(b"a:2", b"a:1").replace(b's:1:"x";d:0.10000000000000001;', b""),
            id="removed inside",
        ),
        pytest.param(("a", "none"), ABSENT, DATA, id="nothing to remove"),
        pytest.param(("b", "none"), ABSENT, DATA, id="nothing to remove in a number"),
        pytest.param(("none",), ABSENT, DATA, id="no such key to remove"),
    ],
)
def test_only_the_change_changes(path: tuple[str, ...], value: object, data: bytes) -> None:
    session = php(DATA).changed([Change(path, value)])

    assert session.data == data
    assert session.values == php(data).values


@pytest.mark.parametrize(
    "layout, data, changed",
    [
        (BINARY, b"\1ai:1;", b"\1ai:1;\2neN;"),
        (ARRAY, b"a:1:{i:7;i:1;}", b'a:2:{i:7;i:1;s:2:"ne";N;}'),
        (ARRAY, b"a:0:{}", b'a:1:{s:2:"ne";N;}'),
        (ARRAY, b"", b'a:1:{s:2:"ne";N;}'),
        (BINARY, b"", b"\2neN;"),
    ],
)
def test_each_format_takes_a_new_key(layout: SessionFormat, data: bytes, changed: bytes) -> None:
    assert PhpSession.parse(data, layout).changed([Change(("ne",), None)]).data == changed


def test_changes_are_made_in_order_and_as_expected() -> None:
    session = php(b"n|i:1;").changed(
        [
            Change(("n",), 2, expected=1),
            Change(("n",), 3, expected=1),
            Change(("m",), 1, expected=ABSENT),
        ]
    )

    assert session.data == b"n|i:2;m|i:1;"


@pytest.mark.parametrize(
    "data, path, value, error",
    [
        pytest.param(DATA, ("a", "y", 5, "p"), 1, PhpPathClosed, id="into an object"),
        pytest.param(DATA, ("a", "y", 5, "p"), ABSENT, PhpPathClosed, id="out of an object"),
        pytest.param(b"a|a:0:{}b|R:1;", ("b", "k"), 1, PhpPathClosed, id="into a reference"),
        pytest.param(DATA, (), 1, PhpPathClosed, id="no path"),
        pytest.param(DATA, ("a|b",), 1, PhpValueUnwritable, id="a key with a bar"),
        pytest.param(DATA, ("c",), object(), PhpValueUnwritable, id="no form in PHP"),
    ],
)
def test_a_change_that_cannot_be_made_is_refused(
    data: bytes, path: tuple[str, ...], value: object, error: type[Exception]
) -> None:
    with pytest.raises(error):
        php(data).changed([Change(path, value)])


def test_nothing_is_removed_without_a_path() -> None:
    assert php(DATA).changed([Change((), ABSENT)]).data == DATA


def test_a_session_never_outgrows_its_limits() -> None:
    session = PhpSession.parse(b"a|i:1;", PHP, Limits(size=20))

    with pytest.raises(PhpTooLarge):
        session.changed([Change(("b",), "x" * 10)])


def test_values_are_found_by_path() -> None:
    session = php(DATA)

    assert session.get(("a", "x")) == 0.1
    assert session.get(("a", "y", 5, "p"), "none") == "none"
    assert session.get(("none",)) is None


@pytest.mark.parametrize("position", range(0, len(DATA), 3))
def test_ses_06_a_session_cut_short_is_never_half_read(position: int) -> None:
    whole = {len(b""), DATA.index(b"b|"), DATA.rindex(b"b|")}
    try:
        session = php(DATA[:position])
    except PhpFormatError:
        return

    assert position in whole
    assert session.data == DATA[:position]


VALUES = (5, "é|", ["a", [2]], {"k": None, "l": {"m": 0.25}}, True, "")


def one_change(session: PhpSession, chance: random.Random) -> Change:
    keys = list(session.values)
    key = chance.choice(keys) if keys and chance.random() < 0.7 else "neuf"
    return Change((key,), ABSENT if chance.random() < 0.3 else chance.choice(VALUES))


def check_one_change(data: bytes, layout: SessionFormat, change: Change, judge: PhpJudge) -> bool:
    """Whether the change was made; asserts that PHP sees it and nothing else."""
    expected = judge.session(layout, data)
    assert expected is not None
    try:
        changed = PhpSession.parse(data, layout).changed([change])
    except PhpReferenceCut:
        return False
    key = php_bytes(str(change.path[0]))
    expected.pop(key, None)
    if change.value is not ABSENT:
        expected[key] = encode(change.value)
    assert judge.session(layout, changed.data) == expected
    return True


@pytest.mark.parametrize("layout", SessionFormat)
@pytest.mark.parametrize(
    "count", [150, pytest.param(5_000, marks=pytest.mark.soak)], ids=["some", "many"]
)
def test_ses_10_generated_sessions_keep_all_but_one_key(
    count: int, layout: SessionFormat, judge: PhpJudge
) -> None:
    chance = random.Random(layout)
    made = 0
    for seed in range(count):
        data = judge.generated(layout, seed, sealed=seed % 4 == 0)
        change = one_change(PhpSession.parse(data, layout), chance)
        made += check_one_change(data, layout, change, judge)

    assert made > count * 0.8


def test_ses_10_recorded_sessions_keep_every_other_byte(
    captured: dict[str, bytes], judge: PhpJudge
) -> None:
    for name, data in captured.items():
        layout = next((each for each in (BINARY, ARRAY) if each in name), PHP)
        session = PhpSession.parse(data, layout)
        for entry in session.layer.entries:
            head, tail = data[: entry.start], data[entry.end :]
            for value in (ABSENT, *VALUES):
                changed = with_value(session, entry.key, value)
                if changed is not None and not session.is_linked:
                    counted = head.replace(b"a:%d:" % len(session.values), b"a:%d:", 1)
                    assert changed.startswith((head, counted[: counted.find(b"%d")])), name
                    assert changed.endswith(tail), name
        assert check_one_change(data, layout, Change(("neuf",), [1, "é"]), judge)


def with_value(session: PhpSession, key: str | int, value: object) -> bytes | None:
    try:
        return session.changed([Change((key,), value)]).data
    except PhpReferenceCut:
        return None


def mutated(data: bytes, chance: random.Random) -> bytes:
    """One byte changed, removed or added, or the end cut off."""
    made, place = bytearray(data), chance.randrange(len(data))
    match chance.randrange(4):
        case 0:
            made[place] = chance.choice(b'0123456789:;"{}sidabNR|!-+.')
        case 1:
            del made[place]
        case 2:
            made.insert(place, chance.choice(b'0123456789:;"{}sidabNR|!-+.'))
        case _:
            del made[place:]
    return bytes(made)


@pytest.mark.parametrize(
    "count", [1_500, pytest.param(20_000, marks=pytest.mark.soak)], ids=["some", "many"]
)
def test_ses_06_nothing_is_read_that_php_would_throw_away(
    count: int, captured: dict[str, bytes], judge: PhpJudge
) -> None:
    chance = random.Random(6)
    plain = [
        (next(each for each in (BINARY, ARRAY, PHP) if name.startswith(each)), data)
        for name, data in captured.items()
        if name.startswith("php") and b"O:" not in data
    ]
    read = 0
    for _ in range(count):
        layout, original = chance.choice(plain)
        data = mutated(original, chance)
        try:
            session = PhpSession.parse(data, layout)
        except PhpFormatError:
            continue
        seen = judge.session(layout, data)
        read += 1

        assert seen is not None, data
        assert sorted(php_bytes(str(key)) for key in session.values) == sorted(seen), data
    assert 0 < read < count


SHARED = b'g|a:3:{s:2:"id";s:1:"3";s:1:"o";O:1:"A":0:{}s:1:"d";a:1:{i:0;i:7;}}p|r:3;'


@pytest.mark.parametrize(
    "change, data",
    [
        pytest.param(
            Change(("g",), ABSENT), SHARED.replace(b's:1:"3"', b"N").replace(b"i:7", b"N"), id="all"
        ),
        pytest.param(
            Change(("g",), {}), SHARED.replace(b's:1:"3"', b"N").replace(b"i:7", b"N"), id="emptied"
        ),
        pytest.param(Change(("g", "id"), ABSENT), SHARED.replace(b's:1:"3"', b"N"), id="one"),
        pytest.param(Change(("g", "o"), ABSENT), SHARED, id="what is shared"),
        pytest.param(Change(("g",), 5), SHARED, id="something to be put"),
        pytest.param(Change(("q",), ABSENT), SHARED, id="nothing there"),
    ],
)
def test_what_cannot_go_is_made_null_where_it_can_be(change: Change, data: bytes) -> None:
    assert php(SHARED).blanked(change).data == data


def test_what_is_shared_within_is_left_while_the_rest_is_made_null() -> None:
    data = b'g|a:2:{i:0;i:7;i:1;a:1:{i:0;i:8;}}c|C:1:"A":4:{r:1;}'

    assert php(data).blanked(Change(("g",), ABSENT)).data == data.replace(b"i:7", b"N").replace(
        b"i:8", b"N"
    )
