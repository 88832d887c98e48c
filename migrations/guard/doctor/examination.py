"""Every look of the doctor, the worst findings first."""

from migrations.guard.doctor import rows, server
from migrations.guard.doctor.values import Finding, Look, Patient, Severity

#: In the order of a report among equals.
LOOKS: tuple[Look, ...] = (
    server.strictness,
    server.clock,
    server.charsets,
    rows.double_encoding,
    rows.zero_dates,
    rows.orphans,
    rows.twins,
)

_WORST_FIRST = (Severity.FAULT, Severity.RISK, Severity.FINE)


def examine(patient: Patient) -> tuple[Finding, ...]:
    """What was found; it only reads.

    Errors: SQLAlchemyError.
    """
    found = [finding for look in LOOKS for finding in look(patient)]
    return tuple(sorted(found, key=lambda one: _WORST_FIRST.index(one.severity)))
