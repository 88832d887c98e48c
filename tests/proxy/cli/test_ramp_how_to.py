"""Every command of docs/how-to/ramp-a-lot.md, run as written."""

import re
import shlex
from pathlib import Path

import pytest

from proxy.routing_file.reader import parse_table

ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "docs/how-to/ramp-a-lot.md").read_text(encoding="utf-8")
REFERENCE = (ROOT / "docs/reference/routing-yaml.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^\$ figuier (.*)$", PAGE, re.MULTILINE)


def the_table() -> str:
    """The reference's example, with what the page adds to it."""
    example = REFERENCE.split("```yaml\n")[1].split("```")[0]
    added = re.search(r"```yaml\n(    cohorts:.*?)```", PAGE, re.DOTALL)
    assert added
    text = example.replace("stage: canary 10%", "stage: legacy")
    return text.replace("    sprint: 8\n", "    sprint: 8\n" + added[1])


def test_every_command_does_what_the_page_says(figuier, folder) -> None:
    (folder / "routing.yaml").write_text(the_table(), encoding="utf-8")

    assert len(COMMANDS) >= 12
    for command in COMMANDS:
        result = figuier(*shlex.split(command), FIGUIER_SECRET_KEY="k" * 32)
        assert result.exit_code == 0, f"{command}\n{result.output}"
    table = parse_table((folder / "routing.yaml").read_bytes())
    assert [str(lot.stage) for lot in table.lots] == ["legacy"]
    assert not table.kill_switch


@pytest.mark.parametrize(
    ("stage", "words", "said"),
    [
        ("canary 0%", (), "Answer   legacy"),
        ("canary 5%", ("--at", "2026-11-23 10:00"), "Answer   python"),
        ("canary 5%", ("--at", "2026-11-29 10:00"), "outside its hours"),
        ("canary 0%", ("--cohort", "group:conseiller", "--at", "2026-11-23 10:00"), "Answer   python"),
    ],
)  # fmt: skip
def test_explain_tells_what_the_page_promises(figuier, folder, stage, words, said) -> None:
    text = the_table().replace("stage: legacy", f"stage: {stage}")
    (folder / "routing.yaml").write_text(text, encoding="utf-8")
    path = ("explain", "/logements", "--host", "gestion.localhost", "--bucket", "420")

    assert said in figuier(*path, *words).stdout


def test_the_example_of_a_retired_lot_is_a_good_one() -> None:
    retired = re.search(r"```yaml\n    stage: retired\n(.*?)```", PAGE, re.DOTALL)
    assert retired
    text = REFERENCE.split("```yaml\n")[1].split("```")[0]
    text = text.replace("stage: canary 10%", "stage: retired")
    text = text.replace("    sprint: 8\n", "    sprint: 8\n" + retired[1])
    text = text.replace("        - /logements/:id<int>/edit", "        - /logements/:id<int>")

    lot = parse_table(text.encode()).lots[0]

    assert lot.gone.startswith("Les visites")
    assert [route.to for route in lot.routes if route.to] == ["/logements/:id"]
