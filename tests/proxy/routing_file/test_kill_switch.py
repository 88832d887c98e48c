"""The kill switch in the file's own text."""

import pytest

from proxy.routing_file.kill_switch import switched
from proxy.routing_file.mistakes import RoutingFileRefused

REST = "gates: advisory # stays\nbackends: {}\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"version: 1\n{REST}", f"version: 1\nkill_switch: on\n{REST}"),
        (f"# top\nversion: 1  # one\n{REST}", f"# top\nversion: 1  # one\nkill_switch: on\n{REST}"),
        (f"version: 1\r\n{REST}", f"version: 1\r\nkill_switch: on\r\n{REST}"),
        (f"\ufeffversion: 1\n{REST}", f"\ufeffversion: 1\nkill_switch: on\n{REST}"),
        (f"{REST}version: 1", f"{REST}version: 1\nkill_switch: on"),
        ("{version: 1, lots: {}}", "{version: 1, kill_switch: on, lots: {}}"),
        (f"version: 1\nkill_switch: off # now\n{REST}", f"version: 1\nkill_switch: on # now\n{REST}"),
        (f"version: 1\nkill_switch: 'off'\n{REST}", f"version: 1\nkill_switch: 'on'\n{REST}"),
    ],
    ids=["added", "comments", "CRLF", "byte order mark", "last line", "braces", "changed", "quoted"],
)  # fmt: skip
def test_one_word_is_written_and_every_other_byte_stays(before: str, after: str) -> None:
    assert switched(before.encode(), is_on=True) == after.encode()
    assert switched(after.encode(), is_on=True) == after.encode()


def test_off_changes_on_and_adds_nothing() -> None:
    without = f"version: 1\n{REST}".encode()

    assert switched(without, is_on=False) == without
    on = switched(without, is_on=True)
    assert switched(on, is_on=False) == on.replace(b"switch: on", b"switch: off")


@pytest.mark.parametrize(
    "text",
    [
        "a: 1\n", "version:\n  a: 1\n", "lots: [", "version: 1\nversion: 2\n", "kill_switch: [on]\n",
    ],
)  # fmt: skip
def test_a_file_that_cannot_take_it_is_refused(text: str) -> None:
    with pytest.raises(RoutingFileRefused):
        switched(text.encode(), is_on=True)
