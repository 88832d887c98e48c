import json

import pytest

from demo.setup.audit import verdict

CLEAN = {"name": "flask", "version": "3.1.3", "vulns": []}
SKIPPED = {"name": "flask", "version": "3.1.3", "skip_reason": "not found"}
HIT = {"name": "toy", "version": "1", "vulns": [{"id": "GHSA-1"}]}


def report(*dependencies):
    return json.dumps({"dependencies": dependencies})


@pytest.mark.parametrize(
    "status, text, expected_status, words",
    [
        pytest.param(0, report(CLEAN), 0, "no known vulnerability in 1 of 1", id="clean"),
        pytest.param(0, report(CLEAN, SKIPPED), 0, "in 1 of 2 packages", id="one unknown"),
        pytest.param(0, report(SKIPPED), 0, "NOT AUDITED", id="a mirror that knows nothing"),
        pytest.param(1, report(CLEAN, HIT), 1, "toy 1: GHSA-1", id="a hit"),
        pytest.param(1, "", 0, "NOT AUDITED", id="no network"),
    ],
)
def test_a_report_is_turned_into_a_verdict(status, text, expected_status, words):
    found_status, sentence = verdict(status, text, "ConnectionError: refused")

    assert found_status == expected_status
    assert words in sentence


def test_an_unreachable_database_is_told_with_its_last_words():
    assert "ConnectionError: refused" in verdict(1, "", "…\nConnectionError: refused\n")[1]
