import json
import shutil
import subprocess
from urllib.parse import parse_qsl

import pytest

from modules.kernel.admin.posted import MAX_DEPTH, MAX_VALUES, branch, posted_values

BODIES = {
    "nested": "commune[nom]=Valmont&commune[code_postal]=02300",
    "list": "ids[]=7&ids[]=8&ids[]=7",
    "list with a hole": "k[5]=1&k[]=2&k[x]=3&k[]=4",
    "filters": "f[nom][text]=L&f[nom][is_empty]=on&f[lieux][]=1&f[lieux][]=2",
    "last one wins": "a=1&a=2&b[c]=1&b[c]=2",
    "text then tree": "s=1&s[a]=2&s[b]=3",
    "tree then text": "s[a]=2&s=1",
    "dots and spaces": "x.y=1&a b=2&c.d[e.f]=3&  lead=4",
    "broken brackets": "[z]=1&u[=5&u[v=6&w[a]b=7&q[a][b=8&r]=9",
    "odd inner keys": "l[ m]=1&n[''] =2&o[][]=3&o[][]=4",
    "empty values": "commune[nom]=&commune[_csrf_token]=",
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
@pytest.mark.skipif(shutil.which("php") is None, reason="PHP is not installed")
def test_a_body_is_read_as_php_reads_it(body: str) -> None:
    program = "parse_str($argv[1], $o); echo json_encode($o, JSON_FORCE_OBJECT);"
    run = subprocess.run(["php", "-r", program, body], capture_output=True, text=True, check=True)

    assert posted_values(parse_qsl(body, keep_blank_values=True)) == json.loads(run.stdout)


def test_brackets_make_a_tree() -> None:
    pairs = [("ids[]", "7"), ("ids[]", "8"), ("commune[nom][text]", "L"), ("go", "")]

    assert posted_values(pairs) == {
        "ids": {"0": "7", "1": "8"},
        "commune": {"nom": {"text": "L"}},
        "go": "",
    }


def test_what_lies_beyond_phps_limits_is_dropped() -> None:
    deep = "a" + "[b]" * MAX_DEPTH

    assert posted_values([(deep, "1")]) == {}
    assert len(posted_values((f"k{n}", "") for n in range(MAX_VALUES + 5))) == MAX_VALUES


def test_a_branch_that_is_not_a_tree_is_empty() -> None:
    assert branch({"commune": "text"}, "commune") == {}
    assert branch({}, "commune") == {}
    assert branch({"commune": {"nom": "x"}}, "commune") == {"nom": "x"}
