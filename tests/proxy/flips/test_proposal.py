import pytest

from proxy.core.stages import parse_stage
from proxy.errors import LotUnknown, RoutingFileRefused
from proxy.flips.proposal import content_of, propose, table_in
from tests.fakes.routing_files import desk_in, routing_text


def test_a_proposal_has_the_file_before_and_after() -> None:
    proposal = propose(routing_text().encode(), "routing.yaml", "events", parse_stage("canary 10%"))

    assert proposal.before.decode() == routing_text()
    assert proposal.after.decode() == routing_text(events="canary 10%")


def test_the_diff_is_one_line() -> None:
    proposal = propose(routing_text().encode(), "routing.yaml", "events", parse_stage("python"))

    lines = proposal.diff.splitlines()
    assert lines[:2] == ["--- a/routing.yaml", "+++ b/routing.yaml"]
    assert [line for line in lines[2:] if line[0] in "+-"] == [
        "-    stage:   legacy",
        "+    stage:   python",
    ]


def test_nothing_to_change_has_no_diff() -> None:
    proposal = propose(routing_text().encode(), "routing.yaml", "events", parse_stage("legacy"))

    assert (proposal.diff, proposal.after) == ("", proposal.before)


@pytest.mark.parametrize("lot, stage", [("lists", "legacy"), ("old_pages", "python")])
def test_without_a_stage_the_lot_goes_back(lot, stage) -> None:
    proposal = propose(routing_text(lists="python").encode(), "routing.yaml", lot, None)

    assert str(proposal.plan.after) == stage


def test_an_unknown_lot_is_refused_with_the_nearest_and_the_known() -> None:
    with pytest.raises(LotUnknown) as caught:
        propose(routing_text().encode(), "routing.yaml", "event", None)

    assert 'lists, events, old_pages; did you mean "events"?' in str(caught.value)


@pytest.mark.parametrize(
    "make, words",
    [
        pytest.param(lambda path: None, "No such file", id="absent"),
        pytest.param(lambda path: path.mkdir(), "Is a directory", id="a folder"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(tmp_path, make, words) -> None:
    make(tmp_path / "routing.yaml")

    with pytest.raises(RoutingFileRefused, match=rf"routing.yaml: {words}"):
        content_of(tmp_path / "routing.yaml")


def test_the_table_of_a_file_is_read(tmp_path) -> None:
    assert [lot.name for lot in table_in(desk_in(tmp_path).routing_file).lots] == [
        "lists", "events", "old_pages",
    ]  # fmt: skip
