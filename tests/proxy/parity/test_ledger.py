"""An accepted difference is one place, one pair of values, until a day."""

import re
from datetime import date

import pytest

from proxy.parity.differences import Difference, Part
from proxy.parity.ledger import Accepted, AcceptedKind, faults_of, settled

TODAY = date(2026, 11, 23)
FOUND = Difference(Part.TABLE, "form /x › commune[nom]@value", "12", "13")


def entry(**changed: object) -> Accepted:
    said = {
        "reason": "agreed", "owner": "claire", "expires": date(2026, 12, 31),
        "kind": AcceptedKind.INTENDED, "field": "form /x › commune[nom]@value",
    }  # fmt: skip
    return Accepted(**(said | changed))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "accepted, is_accepted",
    [
        pytest.param(entry(), True, id="the field"),
        pytest.param(entry(field="form*@value"), True, id="a star"),
        pytest.param(entry(field="form /x › commune[nom]@title"), False, id="another field"),
        pytest.param(entry(route="/x*"), True, id="its route"),
        pytest.param(entry(route="/y"), False, id="another route"),
        pytest.param(entry(control=re.compile(r"\d+")), True, id="its value"),
        pytest.param(entry(candidate=re.compile("12")), False, id="another value"),
        pytest.param(entry(expires=TODAY), True, id="its last day"),
        pytest.param(entry(expires=date(2026, 11, 22)), False, id="expired"),
    ],
)
def test_an_entry_accepts_what_it_says(accepted: Accepted, is_accepted: bool) -> None:
    found = settled([FOUND], "/x/:id", (accepted,), TODAY)

    assert bool(found.accepted) is is_accepted
    assert bool(found.unexplained) is not is_accepted


def test_expired_and_unused_entries_are_faults() -> None:
    ledger = (
        entry(field="used"),
        entry(field="old", expires=date(2026, 1, 1)),
        entry(field="idle"),
    )

    faults = faults_of(ledger, frozenset({"* used", "* old"}), TODAY)

    assert [fault.partition(":")[0] for fault in faults] == ["* old", "* idle"]
    assert all("claire" in fault for fault in faults)
