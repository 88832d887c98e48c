import subprocess
import sys

import pytest

from tests.fakes.gunicorn_door import ROOT


@pytest.mark.parametrize("heavy", ["sqlalchemy", "flask", "proxy.state_database"])
def test_a_worker_loads_neither_flask_nor_a_database(heavy: str) -> None:
    program = "import sys, proxy.gateway.__main__; print('\\n'.join(sys.modules))"
    run = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert heavy not in run.stdout.splitlines()
