"""The visitor's cookie: read back whole, or not believed at all."""

import pytest

from proxy.core.cards import (
    LONGEST,
    NAME,
    bucket_of,
    card_in,
    override_in,
    override_token,
    sealed,
    session_in,
    set_cookie,
    without_card,
)
from proxy.core.cohorts import digest_of
from proxy.core.visitors import Mark, Override, Visitor

KEY = b"k" * 32
CLAIRE = Visitor(
    bucket=420,
    words=frozenset({digest_of("user:claire.martin"), digest_of("group:conseiller")}),
    asked_for="0123456789abcdef",
    asked_at=1_795_000_000,
    overrides=(Override("housing", True, 1_795_003_600), Override("events", False, 5)),
    marks=(
        Mark("welcome", True, 1_795_000_000, True),
        Mark("events", False, 7),
        Mark("x", True, 9),
    ),
)


def cookie(card: bytes) -> bytes:
    return NAME + b"=" + card


@pytest.mark.parametrize("visitor", [CLAIRE, Visitor(0), Visitor(9999)], ids=["full", "0", "9999"])
def test_a_card_says_all_that_was_remembered(visitor: Visitor) -> None:
    assert card_in([b"symfony=abc; " + cookie(sealed(visitor, KEY))], KEY) == visitor


def test_a_card_holds_what_a_cookie_may_and_no_name() -> None:
    card = sealed(CLAIRE, KEY)

    assert not set(card) & set(b' ",;\\')
    assert card.isascii()
    assert b"claire" not in card


def test_a_card_never_outgrows_a_cookie() -> None:
    marks = tuple(Mark(f"{'x' * 200}{number}", True, number) for number in range(8))
    card = sealed(Visitor(1, marks=marks), KEY)
    found = card_in([cookie(card)], KEY)

    assert len(card) <= LONGEST
    assert found is not None
    assert found.marks == marks[: len(found.marks)] != ()


def forged(text: bytes) -> bytes:
    """A card with another content under a true signature of something else."""
    return text + b"." + sealed(CLAIRE, KEY).rpartition(b".")[2]


@pytest.mark.parametrize(
    "value",
    [
        b"",
        b"420",
        b"1.0....",
        sealed(CLAIRE, b"another key, once in use, 32 byte"),
        sealed(CLAIRE, KEY)[:-1],
        sealed(CLAIRE, KEY) + b"x",
        forged(b"1.0..0..."),
        override_token(Override("housing", True, 9), KEY).encode(),
        b"1" * 4000,
        b"\xff\xfe.\x00",
    ],
    ids=["empty", "a number", "unsigned", "another key", "cut", "longer", "forged", "a token", "oversized", "bytes"],
)  # fmt: skip
def test_a_card_that_we_did_not_sign_is_not_believed(value: bytes) -> None:
    assert card_in([cookie(value)], KEY) is None


@pytest.mark.parametrize("visitor", [Visitor(10_000), Visitor(None), Visitor(1, asked_for="X")])
def test_a_signed_card_of_another_form_is_not_believed(visitor: Visitor) -> None:
    assert card_in([cookie(sealed(visitor, KEY))], KEY) is None


def test_of_two_true_cards_that_differ_neither_counts() -> None:
    one, other = cookie(sealed(Visitor(1), KEY)), cookie(sealed(Visitor(2), KEY))

    assert card_in([one + b"; " + other], KEY) is None
    assert card_in([one, other], KEY) is None
    assert card_in([one + b";" + one], KEY) == Visitor(1)
    assert card_in([cookie(b"forged") + b"; " + one], KEY) == Visitor(1)


def test_without_a_key_no_card_counts() -> None:
    assert card_in([cookie(sealed(Visitor(1), b""))], b"") is None
    assert override_in(override_token(Override("a", True, 1), b""), b"") is None


@pytest.mark.parametrize(
    ("value", "left"),
    [
        (b"symfony=abc", b"symfony=abc"),
        (b"figuier_visitor=x", b""),
        (b"figuier_visitor=x; symfony=abc", b"symfony=abc"),
        (b"symfony=abc; figuier_visitor=x", b"symfony=abc"),
        (b"a=1;figuier_visitor=x;  b=2 ; figuier_visitor=y", b"a=1;  b=2 "),
        (b"figuier_visitor", b""),
        (b"xfiguier_visitor=x; a=figuier_visitor=1", b"xfiguier_visitor=x; a=figuier_visitor=1"),
        (b"a=\xe9; figuier_visitor =x", b"a=\xe9"),
    ],
)
def test_php_sees_every_cookie_but_ours(value: bytes, left: bytes) -> None:
    assert without_card(value) == left


@pytest.mark.parametrize(("is_secure", "end"), [(True, b"; Secure"), (False, b"")])
def test_the_cookie_is_our_hosts_alone_and_lasts(is_secure: bool, end: bytes) -> None:
    expected = b"figuier_visitor=x; Max-Age=34560000; Path=/; HttpOnly; SameSite=Lax" + end

    assert set_cookie(b"x", is_secure=is_secure) == expected


def test_a_testers_token_grants_what_it_says() -> None:
    override = Override("housing", True, 1_795_000_000)

    assert override_in(override_token(override, KEY), KEY) == override


@pytest.mark.parametrize(
    "token",
    [
        "",
        "housing-p-1795000000",
        "housing-p-9~" + override_token(Override("housing", True, 8), KEY).rpartition("~")[2],
        override_token(Override("housing", True, 8), b"x" * 32),
        override_token(Override("Housing!", True, 8), KEY),
        sealed(CLAIRE, KEY).decode(),
        "é\udc80",
    ],
)
def test_a_token_that_the_command_did_not_make_grants_nothing(token: str) -> None:
    assert override_in(token, KEY) is None


@pytest.mark.parametrize(
    ("cookies", "value"),
    [
        ([], b""),
        ([b"a=1"], b""),
        ([b"a=1; symfony=x=y; symfony=z"], b"x=y"),
        ([b"a=1", b" symfony=q"], b"q"),
    ],
)
def test_the_session_is_the_first_cookie_of_its_name(cookies: list[bytes], value: bytes) -> None:
    assert session_in(cookies, b"symfony") == value


def test_sessions_fall_evenly_into_buckets_that_only_the_key_tells() -> None:
    buckets = [bucket_of(b"%032x" % number, KEY) for number in range(4000)]

    assert buckets == [bucket_of(b"%032x" % number, KEY) for number in range(4000)]
    assert abs(sum(bucket < 5000 for bucket in buckets) - 2000) < 130
    assert bucket_of(b"abc", KEY) != bucket_of(b"abc", b"x" * 32)
    assert set(buckets) <= set(range(10_000))
