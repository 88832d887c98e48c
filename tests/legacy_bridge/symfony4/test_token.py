"""Security tokens, recorded and of Symfony's own making."""

import base64
from collections.abc import Callable
from typing import Any

import pytest

from legacy_bridge.php.values import PhpArray, php_text
from legacy_bridge.symfony4.bags import SymfonyBags
from legacy_bridge.symfony4.token import TokenUser, token_user
from tests.fakes.sessions import php_draft

PLAIN = "Symfony\\Component\\Security\\Core\\Authentication\\Token\\UsernamePasswordToken"


def bag(serialized: bytes) -> PhpArray:
    return {"_security_main": php_text(serialized.decode("latin-1"))}


@pytest.mark.parametrize("layout", ["php", "php_serialize"])
def test_a_recorded_token_says_who_is_signed_in(captured: dict[str, bytes], layout: str) -> None:
    data = captured["symfony54/php.signed-in.sess"]
    bags = SymfonyBags(php_draft(data))

    found = token_user(bags.attributes(), "main")
    assert found == TokenUser("claude", ("ROLE_USER", "ROLE_CONSEILLER"), PLAIN)
    assert token_user(bags.attributes(), "other") is None


@pytest.mark.php
@pytest.mark.parametrize(
    "kind, identifier",
    [
        ("password", "élodie"),
        ("remember", "élodie"),
        ("authenticator", "élodie"),
        ("guard", "élodie"),
        ("switched", "élodie"),
        ("anonymous", None),
    ],
)
def test_symfonys_own_tokens_are_read(
    symfony: Callable[..., Any], kind: str, identifier: str | None
) -> None:
    serialized = base64.b64decode(symfony(op="tokens")[kind])
    found = token_user(bag(serialized), "main")

    assert (found.identifier if found else None) == identifier
    if found:
        assert found.roles == ("ROLE_USER", "ROLE_CONSEILLER")


FIVE = b'i:0;%bi:1;b:%d;i:2;N;i:3;a:0:{}i:4;a:1:{i:0;s:9:"ROLE_USER";}'
NAME = b's:6:"claude";'


@pytest.mark.parametrize(
    "token, identifier",
    [
        pytest.param(b'O:1:"T":5:{%b}' % (FIVE % (NAME, 1)), "claude", id="a token of its own"),
        pytest.param(
            b'C:1:"T":102:{a:2:{i:0;s:4:"main";i:1;a:5:{%b}}}' % (FIVE % (NAME, 1)),
            "claude",
            id="Symfony 4.4 on PHP 7.3",
        ),
        pytest.param(b'O:1:"T":5:{%b}' % (FIVE % (NAME, 0)), None, id="not authenticated"),
        pytest.param(b'O:1:"T":5:{%b}' % (FIVE % (b'O:1:"U":1:{s:5:"email";s:3:"a@b";}', 1)),
                     "a@b", id="an e-mail address"),
        pytest.param(b'O:1:"T":5:{%b}' % (FIVE % (b'O:1:"U":1:{s:5:"email";N;}', 1)),
                     None, id="a user without a name"),
        pytest.param(b'O:1:"T":5:{%b}' % (FIVE % (b"N;", 1)), None, id="no user"),
        pytest.param(b'O:1:"T":5:{%b}' % (FIVE % (b's:0:"";', 1)), None, id="an empty name"),
        pytest.param(b'O:1:"T":5:{%b}' % (FIVE % (b"r:9;", 1)), None, id="a user elsewhere"),
        pytest.param(b'O:1:"T":1:{i:0;a:0:{}}', None, id="nothing in it"),
        pytest.param(b'C:1:"T":3:{abc}', None, id="a format of its own, unreadable"),
        pytest.param(b'E:3:"T:A";', None, id="no token"),
        pytest.param(b"a:0:{}", None, id="no object"),
        pytest.param(b"x", None, id="no value"),
        pytest.param(b"a:1:{i:0;" * 100 + b"N;" + b"}" * 100, None, id="too deep"),
    ],
)  # fmt: skip
def test_what_is_no_token_is_nobody(token: bytes, identifier: str | None) -> None:
    found = token_user(bag(token), "main")

    assert (found.identifier if found else None) == identifier


def test_a_token_that_is_no_text_is_nobody() -> None:
    assert token_user({"_security_main": 5}, "main") is None


def test_a_site_names_the_property_of_its_own_user_class() -> None:
    user = b'O:12:"App\\Partner0":1:{s:21:"\0App\\Partner0\0login00";s:1:"x";}'
    token = b'O:1:"T":5:{%b}' % (FIVE % (user, 1))

    assert token_user(bag(token), "main") is None
    found = token_user(bag(token), "main", ("login00",))
    assert found
    assert found.identifier == "x"
