"""One value changed, every other byte kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proxy.core.stages import Stage, StageName, parse_stage
from proxy.errors import LotUnknown
from proxy.routing_file.mistakes import RoutingFileRefused
from proxy.routing_file.reader import parse_table
from proxy.routing_file.splicing import restage, splice
from tests.fakes.routing_texts import BACKENDS, a_lot_text

PYTHON = parse_stage("python")
TEXT = BACKENDS + a_lot_text("a", "/a") + a_lot_text("b", "/b")


@pytest.mark.parametrize(
    ("before", "stage", "after"),
    [
        ("legacy", "python", "python"),
        ("legacy   # why: é", "canary 10%", "canary 10%   # why: é"),
        ("'legacy'", "shadow", "'shadow'"),
        ('"legacy"  # x', "canary 5%", '"canary 5%"  # x'),
        ("canary  100 %", "retired", "retired"),
        ("canary\n      50%", "python", "python"),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "bom"])
def test_only_the_stage_changes(
    before: str, stage: str, after: str, line_end: str, mark: bytes
) -> None:
    def file(value: str) -> bytes:
        text = f"# été\n{TEXT}# fin".replace("stage: legacy", f"stage:  {value}", 1)
        return mark + text.replace("\n", line_end).encode()

    result = restage(file(before), "a", parse_stage(stage))

    assert result == file(after)
    assert parse_table(result).lots[0].stage == parse_stage(stage)


def test_a_lot_on_one_line_is_changed_in_its_place() -> None:
    text = BACKENDS + "  a: {title: A, stage: legacy, routes: {gestion: [/a]}}\n"

    assert restage(text.encode(), "a", parse_stage("canary 10%")) == (
        text.replace("legacy", "canary 10%").encode()
    )


def test_a_lot_that_is_not_there_is_refused_with_the_nearest() -> None:
    text = TEXT.replace("  a:", "  housing:")

    with pytest.raises(LotUnknown, match='did you mean "housing"'):
        restage(text.encode(), "housin", PYTHON)
    with pytest.raises(LotUnknown):
        restage(b"a: 1", "a", PYTHON)


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("stage: legacy", "stage: &s legacy", "anchors"),
        ("stage: legacy", "stage: *s", "aliases"),
        ("stage: legacy", "stage: !!str legacy", "tags"),
        ("stage: legacy", "stage: [legacy]", "no value stands here"),
        ("    stage: legacy\n", "", "no value stands here"),
        ("stage: legacy", "stage:", "on one line"),
        ("stage: legacy", "stage: |\n      legacy", "on one line"),
        ("stage: legacy", "stage: legacy\n    stage: legacy", "stands twice"),
        ("version: 1", "version: [", "not YAML"),
    ],
)
def test_what_cannot_be_spliced_is_refused(old: str, new: str, why: str) -> None:
    with pytest.raises(RoutingFileRefused, match=why):
        restage(TEXT.replace(old, new, 1).encode(), "a", PYTHON)


@pytest.mark.parametrize("value", ["x # y", "[x]", "1", "a: b", "", "x\n    sprint: 4", "&x"])
def test_a_value_that_would_change_anything_else_is_refused(value: str) -> None:
    with pytest.raises(RoutingFileRefused):
        splice(TEXT.encode(), ("lots", "a", "title"), value)


def test_any_value_may_be_reached() -> None:
    changed = splice(TEXT.encode(), ("lots", "b", "routes", "gestion", 0), "/c")

    assert changed == TEXT.replace("- /b", "- /c").encode()


STAGES = st.sampled_from(list(StageName)).flatmap(
    lambda name: st.builds(
        Stage, st.just(name), st.integers(0, 100) if name is StageName.CANARY else st.just(0)
    )
)


@given(STAGES, st.sampled_from("ab"), st.text(st.characters(codec="utf-8", categories=["L"])))
def test_any_flip_and_its_way_back_leave_the_file_as_it_was(
    stage: Stage, lot: str, comment: str
) -> None:
    text = TEXT.replace("stage: legacy", f"stage: legacy  # {comment}").encode()

    assert restage(restage(text, lot, stage), lot, parse_stage("legacy")) == text
