"""What the bridge's tests share: real PHP, and the captured sessions."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.php_judge import PhpJudge

SESSIONS = Path(__file__).resolve().parents[1] / "corpus" / "sessions"


@pytest.fixture(scope="session")
def judge() -> Iterator[PhpJudge]:
    if shutil.which("php") is None:
        pytest.skip("PHP is not installed: its own answer cannot be compared")
    made = PhpJudge()
    yield made
    made.close()


@pytest.fixture(scope="session")
def captured() -> dict[str, bytes]:
    """The recorded sessions by name, `php/01-anonymous.sess` and the like."""
    return {
        path.relative_to(SESSIONS).as_posix(): path.read_bytes()
        for path in sorted(SESSIONS.rglob("*.sess*"))
    }
