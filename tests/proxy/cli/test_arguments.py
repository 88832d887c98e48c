import pytest

from tests.fakes.routing_files import routing_text


def completed(figuier, words: str, **environ: str) -> list[str]:
    """What a bash completion offers after these words."""
    return [
        line.split(",", 1)[1]
        for line in figuier(
            _FIGUIER_COMPLETE="bash_complete",
            COMP_WORDS=words,
            COMP_CWORD=str(len(words.split()) - (0 if words.endswith(" ") else 1)),
            **environ,
        ).stdout.splitlines()
        if line
    ]


@pytest.mark.parametrize(
    "words, offered",
    [
        pytest.param("figuier flip ", ["lists", "events", "old_pages"], id="every lot"),
        pytest.param("figuier rollback ev", ["events"], id="the beginning of one"),
        pytest.param("figuier routes --lot o", ["old_pages"], id="as an option"),
        pytest.param("figuier plan lists p", ["python"], id="a stage"),
        pytest.param(
            "figuier flip lists can", ["canary 1%", "canary 10%", "canary 50%"], id="canaries"
        ),
        pytest.param("figuier hi", ["history"], id="a command"),
    ],
)
def test_the_shell_completes(figuier, words, offered) -> None:
    assert completed(figuier, words) == offered


@pytest.mark.parametrize(
    "text", [pytest.param("lots: [", id="invalid"), pytest.param(None, id="absent")]
)
def test_a_bad_file_completes_nothing_and_says_nothing(figuier, folder, text) -> None:
    (folder / "routing.yaml").unlink()
    if text:
        (folder / "routing.yaml").write_text(text)

    assert completed(figuier, "figuier flip ") == []


def test_wrong_settings_complete_nothing(figuier) -> None:
    assert completed(figuier, "figuier flip ", FIGUIER_PORT="x") == []


def test_zsh_is_told_each_lots_stage(figuier, folder) -> None:
    (folder / "routing.yaml").write_text(routing_text(lists="canary 5%"))

    text = figuier(
        _FIGUIER_COMPLETE="zsh_complete", COMP_WORDS="figuier flip ", COMP_CWORD="2"
    ).stdout

    assert "Référentiels (canary 5%)" in text
