"""Who may see an address, as security.yaml says."""

from pathlib import Path

import pytest

from legacy_bridge.symfony4.routing.access import read_access, wanted_words

TEXT = """
security:
    access_control:
        - { path: ^/espace/connexion$, roles: PUBLIC_ACCESS }
        - { path: ^/espace, roles: [ROLE_A, ROLE_B] }
        - { path: '(', roles: ROLE_X }
        - { path: ^/ouvert }
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "config" / "packages" / "security.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(text)
    return folder


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/espace/connexion", "public"),
        ("/espace/x", "ROLE_A or ROLE_B"),
        ("/ouvert", "public"),
        ("/", "public"),
    ],
)
def test_the_first_rule_that_fits_counts(tmp_path: Path, path: str, words: str) -> None:
    rules, doubts = read_access(write(tmp_path, TEXT))

    assert wanted_words(rules, path) == words
    assert [doubt.spot.line for doubt in doubts] == [6]


@pytest.mark.parametrize(("text", "doubts"), [("security: ~\n", 0), ("a: [\n", 1), ("", 0)])
def test_files_without_rules_have_none(tmp_path: Path, text: str, doubts: int) -> None:
    rules, found = read_access(write(tmp_path, text))

    assert (rules, len(found)) == ([], doubts)


def test_no_file_is_said(tmp_path: Path) -> None:
    assert len(read_access(tmp_path)[1]) == 1
