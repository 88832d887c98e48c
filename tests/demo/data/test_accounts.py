"""The demo's accounts: what everyone may rely on."""

import hashlib

from demo.data.accounts import ACCOUNTS, GROUPS, PERMISSIONS, Account


def test_the_two_printed_accounts_exist():
    passwords = {a.username: (a.password, a.is_super_admin) for a in ACCOUNTS}

    assert passwords["admin"] == ("admin-valmont", True)
    assert passwords["claire.martin"] == ("claire-valmont", False)


def test_every_role_has_an_active_account():
    roles = {a.role for a in ACCOUNTS if a.is_active}

    assert {g.name for g in GROUPS} <= roles


def test_groups_give_known_permissions_and_the_administrator_all():
    assert all(set(g.permissions) <= set(PERMISSIONS) for g in GROUPS)
    assert set(GROUPS[0].permissions) == set(PERMISSIONS)


def test_usernames_and_addresses_differ_without_regard_to_case():
    assert len({a.username.lower() for a in ACCOUNTS}) == len(ACCOUNTS) >= 15
    assert len({a.email.lower() for a in ACCOUNTS}) == len(ACCOUNTS)


def test_the_digest_hashes_the_salt_before_the_password():
    account = Account("zoé", "été", "z@x.example", "Zoé", "X", algorithm="md5")

    assert account.digest == hashlib.md5((account.salt + "été").encode()).hexdigest()


def test_the_traps_among_accounts_are_there():
    assert any(not a.is_active for a in ACCOUNTS)
    assert any(a.algorithm == "md5" for a in ACCOUNTS)
    assert any(not a.username.isascii() and not a.password.isascii() for a in ACCOUNTS)
    assert any(a.permissions for a in ACCOUNTS)
    assert any(not a.groups for a in ACCOUNTS)
