"""PHP source as tokens."""

import random

import pytest

from legacy_bridge.php_source.classes import php_classes
from legacy_bridge.php_source.tokens import Kind, php_tokens

SAMPLE = """<h1>html</h1>
<?php
// a 'comment' ?> <?php
# another
#[Route("/x")]
/* block */ /** doc */
$a = 'it\\'s' . "b\\n\\x41\\101\\u{e9}\\$" . "$c" . 12.5 . <<<TXT
  text
  TXT . <<<'NOW'
$raw
NOW;
A\\B::c($d->e, fn() => 1);
?>
<p>ends</p>
"""


def test_a_file_is_cut_into_tokens() -> None:
    found = [(t.kind, t.value) for t in php_tokens(SAMPLE) if t.kind is not Kind.MARK]

    assert found == [
        (Kind.WORD, "Route"), (Kind.TEXT, "/x"), (Kind.DOC, "/** doc */"),
        (Kind.VARIABLE, "$a"), (Kind.TEXT, "it's"), (Kind.TEXT, "b\nAAé$"), (Kind.MADE, "$c"),
        (Kind.NUMBER, "12.5"), (Kind.TEXT, "  text"), (Kind.TEXT, "$raw"),
        (Kind.WORD, "A\\B"), (Kind.WORD, "c"), (Kind.VARIABLE, "$d"), (Kind.WORD, "e"),
        (Kind.WORD, "fn"), (Kind.NUMBER, "1"),
    ]  # fmt: skip


def test_tokens_know_their_lines() -> None:
    lines = {token.value: token.line for token in php_tokens(SAMPLE)}

    assert (lines["Route"], lines["$a"], lines["$raw"], lines["fn"]) == (5, 7, 9, 12)


@pytest.mark.parametrize(
    "text", ["", "no PHP", "<?xml ?>", "<?php", "<?php 'open", "<?php /* open"]
)
def test_odd_files_end(text: str) -> None:
    assert all(token.kind is not Kind.TEXT for token in php_tokens(text))


def test_mangled_source_is_read_as_far_as_it_goes() -> None:
    dice = random.Random(8)
    text = (
        SAMPLE + "<?php class A extends B { use C; public function d($e = array(1)) { return 1; } }"
    )
    names = set()
    for _ in range(300):
        letters = list(text)
        for _ in range(dice.randint(1, 6)):
            at = dice.randrange(len(letters))
            letters[at : at + dice.randint(0, 4)] = dice.choice("{}()[];'\"#/*<?>$\n\\x=")
        names |= {each.name for each in php_classes("".join(letters))}

    assert "A" in names
