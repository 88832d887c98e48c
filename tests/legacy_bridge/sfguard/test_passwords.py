"""Passwords of sfGuard, PHP's own judgement beside ours."""

import hashlib
import subprocess

import pytest

from legacy_bridge.sfguard.passwords import (
    ALGORITHMS,
    NOBODY,
    StoredPassword,
    stored_password,
)

SHA1 = hashlib.sha1(b"seltoto", usedforsecurity=False).hexdigest()
MD5 = hashlib.md5(b"toto", usedforsecurity=False).hexdigest()


@pytest.mark.parametrize(
    "algorithm, salt, password, accepted",
    [
        pytest.param("sha1", "sel", SHA1, True, id="sha1, salt first"),
        pytest.param("md5", "", MD5, True, id="md5, empty salt"),
        pytest.param("md5", None, MD5, True, id="md5, no salt"),
        pytest.param("sha1", "sel", SHA1.upper(), False, id="upper case never matches"),
        pytest.param("sha1", "", SHA1, False, id="another salt"),
        pytest.param("md5", "sel", SHA1, False, id="another algorithm"),
        pytest.param("sha1", "sel", "", False, id="empty column"),
        pytest.param("sha1", "sel", None, False, id="null column"),
        pytest.param("sha1", "sel", "é" * 40, False, id="no hexadecimal"),
        pytest.param("sha256", "sel", hashlib.sha256(b"seltoto").hexdigest(), False, id="sha256"),
        pytest.param("crc32", "s", "3049704356", False, id="crc32"),
        pytest.param("SHA1", "sel", SHA1, False, id="another case"),
        pytest.param("", "sel", SHA1, False, id="no algorithm"),
    ],
)
def test_ses_30_a_password_is_checked_by_a_closed_list(
    algorithm: str, salt: str | None, password: str | None, accepted: bool
) -> None:
    assert StoredPassword(algorithm, salt, password).accepts("toto") is accepted


def test_ses_30_two_magic_hashes_are_not_equal() -> None:
    magic = StoredPassword("md5", "", "0e462097431906509019562988736854")

    assert magic.accepts("240610708")
    assert not magic.accepts("QNKCDZO")


@pytest.mark.parametrize("algorithm", ["myHash::sha256", "system", "os.system", "eval"])
def test_ses_30_an_algorithm_is_never_called_by_its_name(algorithm: str) -> None:
    stored = StoredPassword(algorithm, "sel", hashlib.sha256(b"seltoto").hexdigest())

    assert not stored.accepts("toto")
    assert not stored.is_known()


def test_ses_30_a_site_may_give_the_twin_of_its_own_algorithm() -> None:
    own = {**ALGORITHMS, "myHash::sha256": lambda data: hashlib.sha256(data).hexdigest()}
    stored = StoredPassword("myHash::sha256", "sel", hashlib.sha256(b"seltoto").hexdigest())

    assert stored.accepts("toto", own)
    assert not stored.accepts("tata", own)


def test_nobody_has_a_password() -> None:
    assert not NOBODY.accepts("")
    assert not NOBODY.accepts("x")


def test_bytes_that_are_no_text_are_a_password_like_another() -> None:
    assert not StoredPassword("sha1", "sel", SHA1).accepts("\udcff")


@pytest.mark.php
@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_ses_33_php_accepts_what_is_stored_here(algorithm: str) -> None:
    stored = stored_password("pàsswörd €", algorithm)
    check = "[$_, $a, $s, $p] = $argv; echo $p === call_user_func_array($a, [$s . 'pàsswörd €']);"
    arguments = [stored.algorithm, stored.salt or "", stored.password or ""]
    said = subprocess.run(
        ["php", "-r", check, "--", *arguments], capture_output=True, check=True
    ).stdout

    assert said == b"1"
    assert stored.accepts("pàsswörd €")
    assert stored_password("pàsswörd €").salt != stored.salt


def test_an_algorithm_out_of_the_list_stores_nothing() -> None:
    with pytest.raises(KeyError):
        stored_password("x", "crc32")
