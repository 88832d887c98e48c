"""What the commands that compare PHP and Python share."""

from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from proxy.cli.laboratory import laboratory_at, progress, subjects
from proxy.config import Settings
from proxy.errors import LotUnknown, ParityFileRefused, ParityRunImpossible

TEXT = """\
version: 1
backends:
  vitrine: { kind: symfony4, url: "http://127.0.0.1:1", hosts: [vitrine.localhost] }
  gestion: { kind: symfony1, url: "http://127.0.0.1:1", hosts: [gestion.localhost] }
lots:
  agenda: { title: Agenda, stage: legacy, routes: { vitrine: [/agenda], gestion: [/agenda] } }
"""


@pytest.fixture(autouse=True)
def command(tmp_path: Path) -> Iterator[None]:
    """A command that runs with these settings."""
    (tmp_path / "routing.yaml").write_text(TEXT)
    settings = Settings(routing_file=tmp_path / "routing.yaml", state_dir=tmp_path / "var")
    with click.Context(click.Command("x"), obj=settings):
        yield


@pytest.mark.parametrize(
    ("backend", "names"),
    [
        pytest.param(None, ["vitrine", "gestion"], id="all, in the order of the file"),
        pytest.param("gestion", ["gestion"], id="the one that was named"),
    ],
)
def test_a_lot_is_compared_at_its_backends(backend: str | None, names: list[str]) -> None:
    found = subjects("agenda", backend)

    assert [each.backend.name for each in found] == names
    assert {each.lot.name for each in found} == {"agenda"}


def test_what_is_not_there_is_refused() -> None:
    with pytest.raises(LotUnknown, match=r"'agend' is not a lot .* did you mean"):
        subjects("agend", None)
    with pytest.raises(ParityRunImpossible, match="no route at intranet: vitrine, gestion"):
        subjects("agenda", "intranet")
    with pytest.raises(ParityFileRefused, match=r"var/laboratory\.yaml"):
        laboratory_at()


def test_nobody_who_does_not_look_sees_progress(capsys: pytest.CaptureFixture[str]) -> None:
    progress(str, is_quiet=False)("half")

    assert capsys.readouterr() == ("", "")
