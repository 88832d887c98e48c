import ast
import subprocess
import sys

import pytest

from demo.setup.steps import CHECKOUT

BOOTSTRAP = CHECKOUT / "demo" / "bootstrap.py"

#: Run the file as another Python would see itself.
AS_VERSION = """
import runpy, sys
sys.version_info = {version}
runpy.run_path({path!r}, run_name="__main__")
"""


def bootstrap(*arguments, cwd=CHECKOUT):
    return subprocess.run(
        [sys.executable, str(BOOTSTRAP), *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=cwd,
    )


@pytest.mark.parametrize("version", [(3, 6, 9), (3, 9, 2), (3, 10, 12)])
def test_an_old_python_is_told_what_to_do(version):
    code = AS_VERSION.format(version=version, path=str(BOOTSTRAP))

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert "Figuier needs Python 3.11 or later" in done.stderr
    assert f"is {version[0]}.{version[1]}." in done.stderr
    assert "make run PYTHON=" in done.stderr


def test_an_old_python_can_read_the_file_at_all():
    ast.parse(BOOTSTRAP.read_text(encoding="utf-8"), feature_version=(3, 5))


def test_an_order_it_does_not_know_is_answered_with_the_usage():
    done = bootstrap("everything")

    assert done.returncode == 1
    assert "'everything' is not a group." in done.stderr
    assert "usage:" in done.stderr


def test_it_runs_from_any_folder(tmp_path):
    assert "usage:" in bootstrap(cwd=tmp_path).stderr


def test_only_the_standard_library_is_needed():
    code = f"import sys; sys.path.insert(0, {str(CHECKOUT)!r}); import demo.setup.steps"

    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True, check=False
    )

    assert done.stderr == ""
    assert done.returncode == 0
