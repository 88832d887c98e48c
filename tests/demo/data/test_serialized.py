"""PHP's serialize() for what the old forms stored."""

import json
import shutil
import subprocess
from datetime import date

import pytest

from demo.data.serialized import serialize

CASES = [
    pytest.param("", 's:0:"";', id="empty text"),
    pytest.param("santé", 's:6:"santé";', id="bytes are counted, not characters"),
    pytest.param('a"b;}', 's:5:"a"b;}";', id="nothing is escaped"),
    pytest.param(-12, "i:-12;", id="negative number"),
    pytest.param(True, "b:1;", id="true is not a number"),
    pytest.param(None, "N;", id="null"),
    pytest.param([], "a:0:{}", id="empty list"),
    pytest.param(("x", 2), 'a:2:{i:0;s:1:"x";i:1;i:2;}', id="list"),
    pytest.param({"clé": [1], 5: "é"}, 'a:2:{s:4:"clé";a:1:{i:0;i:1;}i:5;s:2:"é";}', id="keyed"),
]


@pytest.mark.parametrize("value, text", CASES)
def test_text_is_what_php_writes(value, text):
    assert serialize(value) == text


@pytest.mark.parametrize(
    "value", [pytest.param(1.5, id="float"), pytest.param(date(2026, 1, 1), id="date")]
)
def test_other_types_are_refused_with_their_value(value):
    with pytest.raises(TypeError, match="only str, int"):
        serialize(value)


@pytest.mark.php
@pytest.mark.skipif(shutil.which("php") is None, reason="PHP is not installed (make test does it)")
@pytest.mark.parametrize("value, text", CASES)
def test_real_php_reads_the_value_back_and_writes_the_same_text(value, text):
    code = (
        "$v = unserialize(stream_get_contents(STDIN));"
        "echo json_encode([$v, serialize($v)], JSON_UNESCAPED_UNICODE);"
    )
    answer = subprocess.run(
        ["php", "-n", "-r", code], input=text.encode(), capture_output=True, check=True
    )
    read, written = json.loads(answer.stdout)

    assert written == text
    assert read == json.loads(json.dumps(value))
