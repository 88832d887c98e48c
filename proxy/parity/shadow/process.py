"""The shadow as a process: wired from its settings, ended with its parent."""

import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from pathlib import Path
from pkgutil import resolve_name
from typing import cast

from proxy.config import Settings, read_settings
from proxy.parity.code_version import code_version
from proxy.parity.observations import Observation, record
from proxy.parity.replay.traffic import SessionRedactor, TrafficRecorder
from proxy.parity.rules import LotRules
from proxy.parity.rules_file import FILE_NAME, parity_folder, read_rules
from proxy.parity.shadow.candidate import CandidateProcess
from proxy.parity.shadow.counts import ShadowCounts
from proxy.parity.shadow.jobs import Freezer, Job
from proxy.parity.shadow.judging import Judge, OtherSides
from proxy.parity.shadow.shadow import Shadow
from proxy.state_database import open_state

#: The half that knows lots and legacy is named, not imported: the gateway never loads it.
SIDES = "proxy.wiring.shadow_sides:ShadowSides"
FREEZER = "proxy.wiring.shadow_sides:SessionFreezer"
SESSIONS = "proxy.wiring.recorded_sessions:RecordedSessions"


class RulesCache:
    """The parity files of lots, read again when one of them changes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[str, tuple[tuple[float, ...], LotRules]] = {}

    def __call__(self, lot: str) -> LotRules:
        """What is declared for a lot.

        Errors: ParityFileRefused.
        """
        paths = (self._folder / FILE_NAME, self._folder / lot / FILE_NAME)
        stamps = tuple(path.stat().st_mtime if path.exists() else 0.0 for path in paths)
        known = self._known.get(lot)
        if known is None or known[0] != stamps:
            known = self._known[lot] = (stamps, read_rules(self._folder, lot))
        return known[1]


def judge() -> Callable[[Job], Observation]:
    """What judges jobs in the candidate's process, made from the environment."""
    settings = read_settings(os.environ)
    sides = cast("OtherSides", resolve_name(SIDES)(settings))
    return Judge(sides, RulesCache(parity_folder(settings)), partial(_today, settings)).judged


def _today(settings: Settings) -> date:
    return datetime.now(settings.time_zone).date()


def run_shadow(settings: Settings, parent: int) -> None:
    """Serve until SIGTERM or SIGINT, or until the process that started us is gone."""
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stopping.set())
    # Whoever freezes a session waits no longer than this for whoever redacts a page.
    sys.setswitchinterval(0.0005)
    threading.Thread(target=_wait_for_end, args=(parent, stopping), daemon=True).start()
    state = open_state(settings)

    def keep(lot: str, seen: object) -> None:
        version = code_version(parity_folder(settings), lot)
        record(state, lot, version, cast("list[Observation]", seen))

    rules = RulesCache(parity_folder(settings))
    recorder = TrafficRecorder(
        settings.state_dir, rules, cast("SessionRedactor", resolve_name(SESSIONS)(settings)),
        partial(datetime.fromtimestamp, tz=settings.time_zone),
    )  # fmt: skip
    recorder.start()
    Shadow(
        settings.state_dir,
        cast("Freezer", resolve_name(FREEZER)(settings)),
        CandidateProcess(judge, settings.shadow_timeout_s),
        rules,
        keep,
        settings.shadow_queue,
        recorder,
        ShadowCounts(recorded=recorder.counts),
    ).run(stopping)


def _wait_for_end(parent: int, stopping: threading.Event) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    stopping.set()
