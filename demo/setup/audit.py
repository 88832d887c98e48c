"""Known vulnerabilities of what the lock files name, when their database can be reached."""

import json
import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
LOCKS = ("requirements.lock", "requirements-dev.lock")


def verdict(status: int, report: str, errors: str) -> tuple[int, str]:
    """The exit status and the sentence that pip-audit's JSON report deserves.

    A package index that is a mirror knows no vulnerabilities: then every package is skipped,
    which pip-audit itself calls a success.
    """
    try:
        found = json.loads(report)["dependencies"]
    except (ValueError, KeyError):
        last = errors.strip().splitlines()[-1:] or [f"pip-audit ended with status {status}"]
        return (
            0,
            f"NOT AUDITED: the database of vulnerabilities cannot be reached ({last[0][:70]}…)",
        )
    audited = [each for each in found if "skip_reason" not in each]
    if not audited:
        return 0, "NOT AUDITED: the package index of this machine knows no vulnerabilities"
    hits = [
        f"{each['name']} {each['version']}: {vulnerability['id']}"
        for each in audited
        for vulnerability in each["vulns"]
    ]
    if hits:
        return 1, "\n".join(["known vulnerabilities:", *(f"  {hit}" for hit in hits)])
    return 0, f"no known vulnerability in {len(audited)} of {len(found)} packages"


def main() -> int:
    """1 when a lock names a version with a known vulnerability."""
    worst = 0
    for lock in LOCKS:
        command = [sys.executable, "-m", "pip_audit", "--disable-pip", "--require-hashes"]
        command += ["--progress-spinner", "off", "--timeout", "10", "--format", "json"]
        done = subprocess.run(
            [*command, "-r", str(CHECKOUT / lock)], capture_output=True, text=True, check=False
        )
        status, sentence = verdict(done.returncode, done.stdout, done.stderr)
        print(f"pip-audit {lock}: {sentence}", flush=True)
        worst = max(worst, status)
    return worst


if __name__ == "__main__":
    sys.exit(main())
