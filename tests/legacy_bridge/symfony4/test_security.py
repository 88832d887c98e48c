"""access_control, as Symfony reads it."""

from pathlib import Path

import pytest

from legacy_bridge.symfony4.security import AccessUnreadable, SymfonyAccess

DEMO = Path(__file__).resolve().parents[3] / "demo/vitrine/config/packages/security.yaml"
MADE = """
security:
    role_hierarchy:
        ROLE_ADMIN: [ROLE_EDITOR, ROLE_USER]
        ROLE_EDITOR: ROLE_WRITER
    access_control:
        - { path: ^/open, roles: PUBLIC_ACCESS }
        - { path: ^/write, roles: 'ROLE_WRITER, ROLE_OTHER', methods: [POST] }
        - { path: ^/write, roles: IS_AUTHENTICATED_FULLY }
        - { path: ^/code, allow_if: "user.isKind()" }
        - { path: ^/inside, roles: PUBLIC_ACCESS, ips: [10.0.0.0/8] }
        - { path: ^/, host: ^ADMIN, roles: ROLE_ADMIN }
        - { path: ^/none }
"""


@pytest.mark.parametrize(
    "roles, path, method, host, is_allowed",
    [
        (None, "/open", "GET", "", True),
        (None, "/write", "GET", "", False),
        (["ROLE_USER"], "/write", "GET", "", False),
        (["ROLE_USER", "IS_AUTHENTICATED_FULLY"], "/write", "GET", "", True),
        (["IS_AUTHENTICATED_FULLY"], "/write", "POST", "", False),
        (["ROLE_ADMIN"], "/write", "post", "", True),
        (["ROLE_OTHER"], "/write", "POST", "", True),
        (["ROLE_ADMIN"], "/code", "GET", "", False),
        (["ROLE_ADMIN"], "/inside", "GET", "", False),
        (["ROLE_EDITOR"], "/x", "GET", "admin.example.org", False),
        (["ROLE_ADMIN"], "/x", "GET", "admin.example.org", True),
        (None, "/x", "GET", "www.example.org", True),
        (None, "/none", "GET", "", True),
    ],
)
def test_the_first_rule_that_concerns_a_request_counts(
    tmp_path: Path, roles: list[str] | None, path: str, method: str, host: str, is_allowed: bool
) -> None:
    (tmp_path / "security.yaml").write_text(MADE)
    access = SymfonyAccess.of_file(tmp_path / "security.yaml")

    assert access.allows(roles, path, method, host) is is_allowed


LETTERS = """
security:
    access_control:
        - { path: '^/pub\\w+$', roles: PUBLIC_ACCESS }
        - { path: ^/, host: '^admin\\.example\\.org$', roles: ROLE_ADMIN }
        - { path: ^/pub, roles: ROLE_USER }
"""


@pytest.mark.parametrize(
    "path, host, is_allowed",
    [
        pytest.param("/public", "www.example.org", True, id="letters"),
        pytest.param("/pubé", "www.example.org", False, id="no letter of PCRE without its u"),
        pytest.param("/x", "admin.example.org", False, id="the host"),
        pytest.param("/x", "admin.example.org:8443", False, id="the host, its port apart"),
        pytest.param("/x", "ADMIN.example.org:80", False, id="in capitals"),
        pytest.param("/x", "[::1]:8443", True, id="another, in brackets"),
    ],
)
def test_addresses_are_read_as_symfony_reads_them(
    tmp_path: Path, path: str, host: str, is_allowed: bool
) -> None:
    (tmp_path / "security.yaml").write_text(LETTERS)
    access = SymfonyAccess.of_file(tmp_path / "security.yaml")

    assert access.allows(None, path, "GET", host) is is_allowed


VOTED = """
security:
    access_decision_manager: {options}
    role_hierarchy: {{ ROLE_CHIEF: [ROLE_A, ROLE_B] }}
    access_control:
        - {{ path: ^/two, roles: [ROLE_A, ROLE_B] }}
        - {{ path: ^/open, roles: [ROLE_A, IS_AUTHENTICATED_ANONYMOUSLY] }}
        - {{ path: ^/signed, roles: [ROLE_A, IS_AUTHENTICATED_REMEMBERED] }}
"""


@pytest.mark.parametrize(
    ("options", "roles", "path", "is_allowed"),
    [
        ("{ strategy: unanimous }", ["ROLE_A"], "/two", False),
        ("{ strategy: unanimous }", ["ROLE_A", "ROLE_B"], "/two", True),
        ("{ strategy: unanimous }", ["ROLE_CHIEF"], "/two", True),
        ("{ strategy: unanimous }", None, "/open", False),
        ("{ strategy: unanimous }", ["ROLE_A"], "/open", True),
        ("{ strategy: unanimous }", ["ROLE_B"], "/signed", False),
        ("{ strategy: affirmative }", ["ROLE_A"], "/two", True),
        ("~", ["ROLE_A"], "/two", True),
        ("{ strategy: consensus }", ["ROLE_A"], "/two", True),
        ("{ strategy: consensus }", ["ROLE_C"], "/two", False),
        ("{ strategy: consensus }", ["ROLE_C"], "/signed", True),
        (
            "{ strategy: consensus, allow_if_equal_granted_denied: false }",
            ["ROLE_C"],
            "/signed",
            False,
        ),
        (
            "{ strategy: consensus, allow_if_equal_granted_denied: false }",
            ["ROLE_A"],
            "/signed",
            True,
        ),
        ("{ service: app.voters }", ["ROLE_A", "ROLE_B"], "/two", False),
        ("{ strategy_service: app.voters }", ["ROLE_A", "ROLE_B"], "/two", False),
        ("{ strategy: unheard_of }", ["ROLE_A", "ROLE_B"], "/two", False),
    ],
)
def test_the_sites_way_of_counting_votes_is_kept(
    tmp_path: Path, options: str, roles: list[str] | None, path: str, is_allowed: bool
) -> None:
    (tmp_path / "security.yaml").write_text(VOTED.format(options=options))
    access = SymfonyAccess.of_file(tmp_path / "security.yaml")

    assert access.allows(roles, path) is is_allowed


@pytest.mark.parametrize(
    "text, message",
    [
        ("security: [", "security.yaml"),
        ("other: {}", "expected the key"),
        ("security: {access_control: {a: 1}}", "a list of rules"),
        ("security: {access_control: [x]}", "rule 1: expected path"),
        ("security: {access_control: [{path: '('}]}", "rule 1"),
        ("security: {access_control: [{path: '^/[[:alpha:]]+'}]}", "rule 1: a POSIX class"),
    ],
    ids=["no YAML", "no security", "no list", "no rule", "no expression", "PCRE's own"],
)
def test_what_cannot_be_taken_over_is_said(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "security.yaml").write_text(text)
    with pytest.raises(AccessUnreadable, match=message):
        SymfonyAccess.of_file(tmp_path / "security.yaml")


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(AccessUnreadable, match="none"):
        SymfonyAccess.of_file(tmp_path / "none")


def test_d9_the_demos_own_rules() -> None:
    access = SymfonyAccess.of_file(DEMO)

    assert access.allows(None, "/territoire")
    assert access.allows(None, "/espace/connexion")
    assert not access.allows(None, "/espace")
    assert not access.allows(["ROLE_USER"], "/espace")
    assert access.allows(["ROLE_PARTENAIRE_EMPLOI"], "/espace")
