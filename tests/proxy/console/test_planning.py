"""Plans on huge tables: the same digest as the whole plan, and the line that changes."""

from pathlib import Path

import pytest

from bench.console import table_text
from proxy.console import planning
from proxy.console.planning import planned
from proxy.core.stages import parse_stage
from proxy.errors import LotUnknown, MoveForbidden
from proxy.flips.flip import Order, proposed
from proxy.flips.proposal import content_of
from tests.fakes.console import House

ORDER = Order("lot_03", parse_stage("canary 5%"), "")


def test_a_huge_table_gives_the_plan_that_a_flip_will_make(tmp_path: Path) -> None:
    house = House(tmp_path, table_text(planning.USUAL_ROUTES + 200))
    whole = proposed(house.sources.desk("x"), content_of(house.file), ORDER)
    shown = planned(house.sources, ORDER)
    house.close()

    assert shown.plan.digest == whole.plan.digest
    assert shown.plan.gates == whole.plan.gates
    assert "-    stage: shadow" in shown.diff.splitlines()
    assert "+    stage: canary 5%" in shown.diff.splitlines()
    assert shown.outlook is None


@pytest.mark.parametrize(
    ("lot", "stage", "error"),
    [
        ("lot_99", "python", LotUnknown),
        ("lot_00", "retired", None),
        ("lot_02", "retired", MoveForbidden),
    ],
)
def test_a_huge_table_refuses_what_a_small_one_does(
    tmp_path: Path, lot: str, stage: str, error: type[Exception] | None
) -> None:
    house = House(tmp_path, table_text(planning.USUAL_ROUTES + 200))
    order = Order(lot, parse_stage(stage), "")
    try:
        if error is None:
            assert planned(house.sources, order).plan.is_change
        else:
            with pytest.raises(error):
                planned(house.sources, order)
    finally:
        house.close()
