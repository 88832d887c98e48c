"""Stages, their spelling and their moves."""

import pytest

from proxy.core.stages import MOVES, Stage, StageName, StageUnknown, may_move, parse_stage, share_of


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("legacy", Stage(StageName.LEGACY)),
        ("shadow", Stage(StageName.SHADOW)),
        ("canary 0%", Stage(StageName.CANARY, 0)),
        ("canary  10 %", Stage(StageName.CANARY, 10)),
        ("canary 100%", Stage(StageName.CANARY, 100)),
        ("python", Stage(StageName.PYTHON)),
        ("retired", Stage(StageName.RETIRED)),
    ],
)
def test_a_stage_is_read_and_spelled_back(text: str, stage: Stage) -> None:
    assert parse_stage(text) == stage
    assert parse_stage(str(stage)) == stage


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("pyhton", "is not a stage; expected one of: legacy, shadow, canary N%, python, retired"),
        ("canary", "canary needs a percentage"),
        ("canary 101%", "101% is outside 0 to 100"),
        ("canary 1000%", "is not a stage"),
        ("canary -1%", "is not a stage"),
        ("canary ١٠%", "is not a stage"),
        ("canary10%", "is not a stage"),
        ("Legacy", "is not a stage"),
        (" legacy", "is not a stage"),
        ("", "is not a stage"),
    ],
)
def test_another_text_is_refused_with_what_was_expected(text: str, why: str) -> None:
    with pytest.raises(StageUnknown, match=why):
        parse_stage(text)


@pytest.mark.parametrize("name", list(StageName))
def test_every_stage_has_its_moves(name: StageName) -> None:
    assert name in MOVES
    assert MOVES[name] != frozenset()


@pytest.mark.parametrize(
    ("before", "after", "may"),
    [
        ("legacy", "python", True),
        ("legacy", "retired", False),
        ("python", "legacy", True),
        ("shadow", "legacy", True),
        ("canary 10%", "legacy", True),
        ("canary 10%", "canary 5%", True),
        ("canary 10%", "canary 10%", False),
        ("python", "retired", True),
        ("retired", "python", True),
        ("retired", "legacy", False),
        ("python", "python", False),
    ],
)
def test_the_way_back_is_always_open_but_from_retired(before: str, after: str, may: bool) -> None:
    assert may_move(parse_stage(before), parse_stage(after)) is may


def test_every_stage_has_a_share() -> None:
    texts = {StageName.CANARY: "canary 7%"}
    shares = {name.value: share_of(parse_stage(texts.get(name, name.value))) for name in StageName}

    assert shares == {"legacy": 0, "shadow": 0, "canary": 7, "python": 100, "retired": 100}
