"""The project of nurseries, and the draft of its lot."""

from pathlib import Path

import pytest

from legacy_bridge.scaffold.draft import LotDraft, Wanted, draft_lot
from legacy_bridge.scaffold.names import Naming
from legacy_bridge.scaffold.source import LotSource, read_lot
from tests.fakes.nurseries import planted_project


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return planted_project(tmp_path)


@pytest.fixture
def source(project: Path) -> LotSource:
    return read_lot(project, ["garden"], ["shed"])


@pytest.fixture
def lot(source: LotSource) -> LotDraft:
    return draft_lot(Wanted("gardens", "Jardins"), source, Naming({"zorglub": "wonder"}), None)
