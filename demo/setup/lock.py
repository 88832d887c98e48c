"""The two lock files, resolved again from pyproject.toml, each file of each package with its hash."""

import subprocess
import sys
import tempfile
import venv
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]

#: What is resolved into which file; the development lock must hold the other one's versions.
LOCKS = {
    "requirements.lock": ["--all-extras"],
    "requirements-dev.lock": ["--all-extras", "--group", "dev"],
}


def main() -> int:
    """The exit status of the first step that failed, or 0."""
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        tools = Path(folder) / "bin"
        done = subprocess.run([tools / "python", "-m", "pip", "-q", "install", "uv"], check=False)
        constraint: list[str] = []
        for name, groups in LOCKS.items():
            if done.returncode:
                return done.returncode
            command = ["pip", "compile", "--quiet", "--universal", "--python-version", "3.11"]
            command += ["--generate-hashes", "--no-annotate", "--no-header", "--upgrade"]
            command += [*groups, *constraint, "pyproject.toml", "--output-file", name]
            done = subprocess.run([tools / "uv", *command], check=False, cwd=CHECKOUT)
            constraint = ["--constraint", name]
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
