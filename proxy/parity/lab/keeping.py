"""A run kept in the state database: what it saw is proof for the gates."""

from proxy.config import Settings
from proxy.parity.code_version import code_version
from proxy.parity.lab.checks import Report
from proxy.parity.observations import Observation, Run, forget_old, record, record_run
from proxy.parity.pictures.gallery import gallery_of, take_down
from proxy.parity.rules_file import parity_folder
from proxy.state_database import open_state

_ORIGINS = {"read": "crawl", "write": "write"}


def keep(report: Report, settings: Settings, now: float) -> None:
    """Keep what was seen of each answer, and forget what is too old.

    Errors: StateDatabaseUnavailable; the observations are lost then.
    """
    code = code_version(parity_folder(settings), report.lot)
    seen = [
        Observation(check.route, check.target, _ORIGINS[check.kind], now, check.found, check.shown)
        for check in report.checks
    ]
    state = open_state(settings)
    try:
        record(state, report.lot, code, seen)
        done = Run(now, len(report.checks), report.matches, report.used)
        record_run(state, report.lot, code, origin="crawl", at=now, run=done)
        forget_old(
            state,
            now,
            days=settings.parity_kept_days,
            exemplar_days=settings.parity_examples_kept_days,
        )
        take_down(gallery_of(settings.state_dir), days=settings.parity_examples_kept_days)
    finally:
        state.close()
