"""What burns, on the board and on the page of health."""

import json
from pathlib import Path

from proxy.console.survey import survey
from tests.fakes.console import NOW
from tests.fakes.lived_in import lived_house


def test_a_routing_file_that_the_services_cannot_write_is_a_fire(tmp_path: Path) -> None:
    house = lived_house(tmp_path)
    before = survey(house.sources, NOW.date())
    folder = house.sources.settings.state_dir / "evidence"
    folder.mkdir(parents=True, exist_ok=True)
    said = {"pid": 1, "at": 1.0, "as_of": 1.0, "waiting": 0, "cannot_write": "root has it"}
    (folder / "recorder.json").write_text(json.dumps(said))
    after = survey(house.sources, NOW.date())
    page = house.browser("viewer").get("/-/sante").text
    house.close()
    words = "ne peut pas être écrit"

    assert not any(words in fire.what for fire in before.fires)
    assert any(words in fire.what and not fire.is_small for fire in after.fires)
    assert "root has it" in page
