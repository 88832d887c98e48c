"""The launcher's page of documentation says what the code does."""

import pytest

from demo.stack.proxy import LAUNCHER_SETTINGS
from demo.stack.settings import CHECKOUT, Ports, from_environment

PAGE = (CHECKOUT / "docs/reference/launcher.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(LAUNCHER_SETTINGS - {"FIGUIER_STARTED_AS_ROOT"}))
def test_every_setting_of_the_launcher_is_documented(name):
    assert f"| `{name}` |" in PAGE


def test_the_ports_it_names_are_the_defaults():
    ports = from_environment({}).ports

    assert ports == Ports()
    assert f"127.0.0.1:{ports.proxy} " in PAGE
    assert f"127.0.0.1:{ports.gestion} (gestion), 127.0.0.1:{ports.vitrine} (vitrine)" in PAGE
    assert f"127.0.0.1:{ports.database} " in PAGE
