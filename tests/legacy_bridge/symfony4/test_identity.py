"""Who a Symfony 4 session says is signed in, looked up again."""

import pytest

from legacy_bridge.symfony4.bags import SymfonyBags
from legacy_bridge.symfony4.identity import (
    FULLY,
    FreshUser,
    IdentityRules,
    Refused,
    SignedInUser,
    identified,
    reachable,
)
from tests.fakes.sessions import php_draft

ROLES = frozenset({"ROLE_USER"})


def session(token_class: str = "T", password: str = "sha1:abc") -> SymfonyBags:
    user = (
        f'O:1:"U":2:{{s:8:"username";s:6:"claude";s:8:"password";s:{len(password)}:"{password}";}}'
    )
    five = f'i:0;{user}i:1;b:1;i:2;N;i:3;a:0:{{}}i:4;a:1:{{i:0;s:9:"ROLE_USER";}}'
    token = f'O:{len(token_class)}:"{token_class}":5:{{{five}}}'
    text = f'_sf2_attributes|a:1:{{s:14:"_security_main";s:{len(token)}:"{token}";}}'
    return SymfonyBags(php_draft(text.encode()))


@pytest.mark.parametrize(
    "fresh, why",
    [
        (None, "no such account"),
        (FreshUser(3, "C", "abc", is_active=False), "the account is switched off"),
        (FreshUser(3, "C", "abd", is_active=True), "the password was changed since the sign-in"),
        (FreshUser(3, "C", "abc", is_active=True, roles=frozenset()),
         "the roles were changed since the sign-in"),
    ],
    ids=["deleted", "switched off", "another password", "other roles"],
)  # fmt: skip
def test_who_symfony_would_sign_out_is_refused(fresh: FreshUser | None, why: str) -> None:
    assert identified(session(), IdentityRules(), lambda _: fresh) == Refused("claude", why)


@pytest.mark.parametrize("roles", [None, ROLES], ids=["not known", "the same"])
def test_who_is_still_the_same_is_signed_in(roles: frozenset[str] | None) -> None:
    rules = IdentityRules(hierarchy={"ROLE_USER": ("ROLE_B",), "ROLE_B": ("ROLE_USER", "ROLE_C")})
    fresh = FreshUser(3, "Claude", "abc", is_active=True, roles=roles)
    found = identified(session(), rules, lambda name: fresh if name == "claude" else None)

    held = frozenset({"ROLE_USER", "ROLE_B", "ROLE_C", FULLY})
    assert found == SignedInUser("claude", 3, "Claude", held)


def test_a_remembered_visitor_has_not_typed_a_password() -> None:
    fresh = FreshUser(3, "Claude", "abc", is_active=True)
    found = identified(session("RememberMeToken"), IdentityRules(), lambda _: fresh)

    assert isinstance(found, SignedInUser)
    assert FULLY not in found.roles


@pytest.mark.parametrize("data", [b"", b"_sf2_attributes|a:0:{}"], ids=["empty", "anonymous"])
def test_nobody_is_nobody(data: bytes) -> None:
    def never(name: str) -> FreshUser | None:
        raise AssertionError(name)

    assert identified(SymfonyBags(php_draft(data)), IdentityRules(), never) is None


def test_roles_imply_others_however_deep() -> None:
    chain = {f"R{n}": (f"R{n + 1}",) for n in range(2000)}

    assert len(reachable(frozenset({"R0"}), chain)) == 2001
