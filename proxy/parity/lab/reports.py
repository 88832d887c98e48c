"""A run's report for people, for programs and for whoever reads JUnit."""

from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from proxy.parity.differences import Difference
from proxy.parity.lab.checks import Check, Report


def fields_of(report: Report) -> Mapping[str, Any]:
    """The report for programs, differences grouped by cause."""
    return {
        "lot": report.lot,
        "backend": report.backend,
        "against": report.against,
        "is_clean": report.is_clean,
        "checks": len(report.checks),
        "matches": report.matches,
        "accepted": sorted(report.used),
        "stopped": report.stopped or None,
        "outside": report.outside,
        "writing_gets": report.writers,
        "never_reached": report.never,
        "roles": _by_role(report),
        "causes": [
            {
                **difference_fields(cause.difference),
                "pages": cause.pages,
                "example": cause.example.name,
                "role": cause.example.role,
                "route": cause.example.route,
            }
            for cause in report.causes()
        ],
    }


def difference_fields(found: Difference) -> dict[str, Any]:
    """A difference for programs, the same everywhere."""
    return {
        "part": found.part.value,
        "field": found.field,
        "change": found.change.value,
        "control": found.control,
        "candidate": found.candidate,
        "at": found.at,
        "is_accessibility": found.is_accessibility,
    }


def _by_role(report: Report) -> dict[str, dict[str, int]]:
    roles: dict[str, dict[str, int]] = {}
    for check in report.checks:
        counts = roles.setdefault(check.role, {"read": 0, "write": 0, "matches": 0})
        counts[check.kind] += 1
        counts["matches"] += check.is_match
    return roles


def lines_of(report: Report) -> Iterator[str]:
    """The report for people."""
    for role, counts in _by_role(report).items():
        total = counts["read"] + counts["write"]
        told = f"{counts['read']} pages, {counts['write']} writings"
        yield f"{role:<24} {told:<28} {counts['matches']} of {total} the same"
    causes = report.causes()
    for title, is_spoken in (("Differences", False), ("Accessibility", True)):
        chosen = [cause for cause in causes if cause.difference.is_accessibility is is_spoken]
        if chosen:
            yield f"{title}:"
        for cause in chosen:
            pages = "1 page" if cause.pages == 1 else f"{cause.pages} pages"
            yield f"  {pages}: {cause.difference}"
            yield f"      first as {cause.example.role}: {cause.example.name}"
    for key in sorted(report.used):
        yield f"Accepted: {key}"
    for route, tables in report.writers.items():
        yield f"Writes: {route} changes {', '.join(tables)}: declare it under `writes`"
    if report.never:
        yield f"Never reached: {', '.join(report.never)}"
    if report.outside:
        yield f"Outside: the original's tables changed during the run: {', '.join(report.outside)}"
    if report.stopped:
        yield f"Stopped: {report.stopped}"


def junit_of(report: Report) -> bytes:
    """The report as JUnit reads it: a test a check."""
    failures = len(report.checks) - report.matches + bool(report.outside) + bool(report.stopped)
    suite = Element(
        "testsuite", name=f"parity {report.lot}", tests=str(len(report.checks)),
        failures=str(failures),
        time=f"{sum(check.seconds for check in report.checks):.3f}",
    )  # fmt: skip
    for check in report.checks:
        _case(suite, report, check)
    for name, said in (("nothing outside changes", ", ".join(report.outside)),
                       ("the run reaches its end", report.stopped)):  # fmt: skip
        if said:
            case = SubElement(suite, "testcase", classname=report.lot, name=name)
            SubElement(case, "failure", message=_printable(said))
    document: bytes = tostring(suite, encoding="utf-8", xml_declaration=True)
    return document


def _case(suite: Element, report: Report, check: Check) -> None:
    case = SubElement(
        suite, "testcase", classname=f"{report.lot}.{check.kind}.{check.role}",
        name=_printable(check.name), time=f"{check.seconds:.3f}",
    )  # fmt: skip
    if not check.is_match:
        told = [_printable(str(each)) for each in check.found.unexplained]
        SubElement(case, "failure", message=told[0]).text = "\n".join(told)


def _printable(text: str) -> str:
    """Text that XML can hold."""
    return "".join(letter if letter.isprintable() else " " for letter in text)
