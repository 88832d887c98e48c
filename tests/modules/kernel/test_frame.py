import re
from pathlib import Path

import pytest

from modules.kernel.frame import FRAMES

MENU = Path(__file__).resolve().parents[3] / "demo/gestion/apps/frontend/templates/menu.php"


def test_the_menu_has_the_legacys_lines_in_its_order() -> None:
    labels = re.findall(r"'\w+' => '([^']+)'", MENU.read_text(encoding="utf-8"))

    assert [entry.label for entry in FRAMES["gestion"].menu] == labels


@pytest.mark.parametrize("entry", FRAMES["gestion"].menu, ids=lambda entry: entry.label)
def test_a_line_of_the_menu_is_seen_by_those_who_may_follow_it(entry) -> None:
    assert entry.address.startswith("/")
    assert len(entry.credentials) == 1
