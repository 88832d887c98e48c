"""security.yml, as symfony reads it."""

from pathlib import Path

import pytest

from legacy_bridge.symfony1.credentials import permits
from legacy_bridge.symfony1.security import Security, SecurityRule, SecurityUnreadable


def security(tmp_path: Path, application: str, module: str = "") -> Security:
    files = (tmp_path / "application.yml", tmp_path / "module.yml", tmp_path / "none.yml")
    files[0].write_text(application, encoding="utf-8")
    files[1].write_text(module, encoding="utf-8")
    return Security.of_module(files)


@pytest.mark.parametrize(
    "application, module, action, rule",
    [
        pytest.param("", "", "index", SecurityRule(False), id="nothing said"),
        pytest.param(
            "default:\n  is_secure: on\n", "", "index", SecurityRule(True), id="on, in capitals or not"
        ),
        pytest.param(
            "default:\n  is_secure: off\n",
            "all:\n  is_secure: yes\n  credentials: admin\n",
            "index",
            SecurityRule(True, "admin"),
            id="the module's all",
        ),
        pytest.param(
            "default:\n  is_secure: true\n",
            "all:\n  credentials: [a, b]\n",
            "index",
            SecurityRule(True, ("a", "b")),
            id="all without is_secure inherits it",
        ),
        pytest.param(
            "default:\n  is_secure: true\n",
            "LireTout:\n  is_secure: false\nall:\n  credentials: x\n",
            "liretout",
            SecurityRule(False, "x"),
            id="an action's own word, without regard to case",
        ),
        pytest.param(
            "", "edit:\n  is_secure: true\n  credentials: [[a, b]]\n", "Edit",
            SecurityRule(True, (("a", "b"),)), id="one of several",
        ),
        pytest.param(
            "default:\n  credentials: [a, b]\n", "all:\n  credentials: [c]\n", "x",
            SecurityRule(False, ("c", "b")), id="lists are laid over by position",
        ),
        pytest.param(
            "default:\n  credentials: [a]\n", "all:\n  credentials: ~\n", "x",
            SecurityRule(False), id="null takes credentials away",
        ),
        pytest.param(
            "", "all:\n  is_secure: true\n  credentials: admin\nindex:\n  credentials: ~\n", "index",
            SecurityRule(True, "admin"), id="an action's null credentials are none of its own",
        ),
        pytest.param(
            "", "all:\n  is_secure: true\n  credentials: admin\nshow:\n  is_secure: ~\n", "show",
            SecurityRule(True, "admin"), id="nor is a null is_secure",
        ),
        pytest.param(
            "", "all:\n  is_secure: true\n  credentials: a\nshow:\n  credentials: []\n", "show",
            SecurityRule(True), id="an empty list is the action's own",
        ),
        pytest.param("all:\n", "x:\n", "x", SecurityRule(False), id="keys without a word"),
        pytest.param(
            "all:\n  credentials: [5]\n", "", "x", SecurityRule(False, ("5",)), id="a number",
        ),
    ],
)  # fmt: skip
def test_the_nearest_word_counts(
    tmp_path: Path, application: str, module: str, action: str, rule: SecurityRule
) -> None:
    assert security(tmp_path, application, module).rule(action) == rule


def test_a_rule_is_an_expression_of_credentials(tmp_path: Path) -> None:
    rule = security(tmp_path, "all:\n  credentials: [a, [b, c]]\n").rule("x")

    assert permits({"a", "c"}, rule.credentials)
    assert not permits({"b", "c"}, rule.credentials)


@pytest.mark.parametrize(
    "text, said",
    [
        ("all: [", "application.yml"),
        ("- a\n", "expected actions"),
        ("all: 5\n", "all: expected is_secure"),
        ("all:\n  credentials: {a: b}\n", "credentials are words"),
        ("all:\n  credentials: [~]\n", "credentials are words"),
        ("all: !!python/object/apply:os.system ['id']\n", "application.yml"),
    ],
)
def test_what_symfony_could_not_mean_is_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(SecurityUnreadable, match=said):
        security(tmp_path, text)


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "security.yml"
    path.write_bytes(b"\xff\xfe")

    with pytest.raises(SecurityUnreadable):
        Security.of_module([path])
