"""PHP inside YAML: plain echoes become text, the rest is never run."""

import pytest

from legacy_bridge.symfony1.places import NotUnderstood
from legacy_bridge.symfony1.sfyaml.php_text import MARK, without_php


@pytest.mark.parametrize(
    ("text", "written"),
    [
        pytest.param("a: 1\n", "a: 1\n", id="no PHP"),
        pytest.param("a: <?php echo 'b' ?>\n", "a: b", id="the line end after the tag is dropped"),
        pytest.param('a: <?php echo "b\\n" ?>\nc: 1', "a: b\nc: 1", id="written again"),
        pytest.param("a: <?= 'b' . 12 ?> \n", "a: b12 \n", id="short echo"),
        pytest.param(r"a: <?php echo('it\'s') ?> ", "a: it's ", id="parentheses"),
        pytest.param("<?php /* said */ ?>\na: 1", "a: 1", id="comment"),
        pytest.param("<?xml ?>", "<?xml ?>", id="XML"),
    ],
)
def test_an_echo_of_literals_is_its_text(text: str, written: str) -> None:
    assert without_php(text, "routing.yml") == (written, [])


def test_any_other_echo_is_a_mark_with_its_line() -> None:
    text = "a: 1\nb: <?php echo sfConfig::get('app_x').\"\\n\" ?>\nc: 2\n"

    written, doubts = without_php(text, "routing.yml")

    assert written == f"a: 1\nb: {MARK}\nc: 2\n"
    assert [str(doubt) for doubt in doubts] == [
        "routing.yml:2: PHP is not run: echo sfConfig::get('app_x').\"\\n\""
    ]


@pytest.mark.parametrize(
    "code", ["foreach ($a as $b):", "include 'x.yml';", "echo 'a'; system('id');", "$a = 1;"]
)
def test_php_that_decides_what_the_file_says_is_refused(code: str) -> None:
    with pytest.raises(NotUnderstood, match=r"routing.yml:2: PHP decides"):
        without_php(f"a: 1\n<?php {code} ?>\nb: 2\n", "routing.yml")
