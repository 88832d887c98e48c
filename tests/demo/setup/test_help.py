import re
import subprocess

from demo.setup.steps import CHECKOUT

MAKEFILE = (CHECKOUT / "Makefile").read_text(encoding="utf-8")


def make(*arguments):
    return subprocess.run(
        ["make", "--no-print-directory", *arguments],
        capture_output=True,
        text=True,
        check=True,
        cwd=CHECKOUT,
    ).stdout


def test_make_alone_prints_every_target_in_its_group():
    text = make()
    targets = re.findall(r"^([a-z]+):.*## ", MAKEFILE, re.MULTILINE)

    assert re.findall(r"^(\S.*)$", text, re.MULTILINE) == ["Use it", "Develop", "Measure"]
    assert re.findall(r"^  make (\S+) +\S", text, re.MULTILINE) == targets
    assert {"run", "test", "check", "soak", "bench", "data", "stop", "clean"} <= set(targets)


def test_a_setting_on_the_command_line_of_make_reaches_the_launcher():
    assert "run python -m demo" in make("--dry-run", "run", "FIGUIER_PORT=8100")
