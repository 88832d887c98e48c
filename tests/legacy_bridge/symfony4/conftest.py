"""Real Symfony components, where Debian has them."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

SCRIPT = Path(__file__).with_name("symfony.php")


@pytest.fixture(scope="session")
def symfony() -> Callable[..., Any]:
    if not Path("/usr/share/php/Symfony/Component/Security/Guard/autoload.php").exists():
        pytest.skip("Symfony's security components are not installed (php-symfony-security-*)")

    def asked(**question: Any) -> Any:
        command = ["php", str(SCRIPT), json.dumps(question)]
        return json.loads(subprocess.run(command, capture_output=True, check=True).stdout)

    return asked
