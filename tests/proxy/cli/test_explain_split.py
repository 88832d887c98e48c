"""What explain says where a side depends on who asks, and when."""

import json

import pytest

from proxy.core.cards import NAME, sealed
from proxy.core.visitors import Mark, Visitor

KEY = "k" * 32
HOST = ("--host", "gestion.localhost")
TABLE = """\
version: 1
backends:
  gestion: { kind: symfony1, url: "http://127.0.0.1:1", hosts: [gestion.localhost] }
lots:
  housing:
    title: Logements
    stage: canary 25%
    cluster: welcome
    cohorts: ["group:conseiller", "user:claire"]
    schedule: { days: [mon, tue, wed, thu, fri], hours: 08:00-18:00 }
    routes: { gestion: [/logements] }
  visits:
    title: Visites
    stage: canary 10%
    cluster: welcome
    cohorts: ["user:claire", "group:conseiller"]
    schedule: { days: [mon, tue, wed, thu, fri], hours: 08:00-18:00 }
    redirects: { gestion: { /visite: /visites } }
    routes: { gestion: [/visites] }
"""
MONDAY = ("--at", "2026-11-23 10:00")


@pytest.fixture(autouse=True)
def _table(folder) -> None:
    (folder / "routing.yaml").write_text(TABLE, encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        (("--bucket", "10"), ["Share    10%, buckets below 1000: bucket 10", "Answer   python: this visitor is within the canary's share (canary-in)"]),
        (("--bucket", "2000"), ["Cluster  welcome waits for visits, at canary 10%", "Answer   legacy: this visitor is outside"]),
        ((), ["Share    10%, buckets below 1000: no bucket"]),
        (("--cohort", "group:conseiller"), ["Cohorts  group:conseiller, user:claire: in group:conseiller", "Answer   python: this visitor is in a cohort of the lot (cohort)"]),
        (("--cohort", "group:other"), ["Cohorts  group:conseiller, user:claire: in none"]),
    ],
)  # fmt: skip
def test_a_split_lot_is_explained(figuier, words, lines) -> None:
    text = figuier("explain", "/logements", *HOST, *MONDAY, *words).stdout

    for line in lines:
        assert line in text


def test_hours_are_told_with_why_they_are_closed(figuier) -> None:
    words = ("explain", "/logements", *HOST, "--bucket", "10")

    open_ = figuier(*words, *MONDAY).stdout
    closed = figuier(*words, "--at", "2026-11-29 10:00").stdout

    assert "Hours    mon, tue, wed, thu, fri 08:00-18:00: open" in open_
    assert "only on mon, tue, wed, thu, fri (it is sun)" in closed
    assert "Answer   legacy: the lot is outside its hours (schedule)" in closed


def test_a_card_is_read_when_the_key_is_known(figuier) -> None:
    visitor = Visitor(10).marked(Mark("welcome", False, 1_795_423_800))
    cookie = f"{NAME.decode()}={sealed(visitor, KEY.encode()).decode()}"
    words = ("explain", "/logements", *HOST, "--cookie", cookie, "--at", "2026-11-23 10:00")

    known = figuier(*words, FIGUIER_SECRET_KEY=KEY).stdout
    unknown = figuier(*words, FIGUIER_SECRET_KEY="z" * 32).stdout

    assert "bucket 10" in known
    assert "Journey  welcome, last on legacy, " in known
    assert "no bucket" in unknown


def test_programs_get_the_same(figuier) -> None:
    words = ("explain", "/logements", *HOST, *MONDAY, "--bucket", "10", "--json")
    found = json.loads(figuier(*words).stdout)

    assert found["kill_switch"] == "off"
    assert found["split"] == {
        "percent": 10, "bucket": 10, "cohorts": ["group:conseiller", "user:claire"],
        "in_cohorts": [], "schedule": "mon, tue, wed, thu, fri 08:00-18:00", "closed": None,
        "journey": "welcome", "by": "share",
    }  # fmt: skip
    assert found["route"]["to"] is None


def test_the_kill_switch_is_told(figuier) -> None:
    figuier("kill", "on", "--why", "errors")
    result = figuier("explain", "/logements", *HOST, "--bucket", "10")

    assert "Kill     the kill switch is on" in result.stdout
    assert "Answer   legacy: the kill switch is on" in result.stdout
    found = json.loads(figuier("explain", "/logements", *HOST, "--json").stdout)
    assert (found["kill_switch"], found["split"], found["reason"]) == ("on", None, "kill-switch")


def test_an_old_address_is_told_with_the_new_one(figuier) -> None:
    words = ("/visite?a=1", *HOST, *MONDAY, "--bucket", "10")

    result = figuier("explain", *words)

    assert "Answer   302 by the proxy itself: moved to /visites (moved)" in result.stdout
    assert "         to /visites?a=1" in result.stdout
    assert result.exit_code == 1
