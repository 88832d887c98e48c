"""Requests in a state database, as if they had come at any time."""

from proxy.config import Settings
from proxy.evidence.counting import Labels, Series
from proxy.evidence.recorder import Recorder
from proxy.evidence.spool import Batch, Spool
from proxy.state_database import StateDatabase
from tests.fakes.happenings import NOON


class Counted:
    """Leaves requests for a recorder, at any time."""

    def __init__(self, state: StateDatabase, settings: Settings) -> None:
        self.at = NOON
        self.spool = Spool(settings.state_dir)
        self.recorder = Recorder(
            state, settings.state_dir, zone=settings.time_zone, log_rows=9, wall=lambda: self.at
        )

    def requests(self, count: int, at: float, seconds: float = 0.04, **differing: str) -> None:
        usual = {
            "backend": "gestion", "application": "frontend", "lot": "events", "route": "/events",
            "stage": "canary", "side": "python", "reason": "canary-in",
        }  # fmt: skip
        series = Series()
        for _ in range(count):
            series.add(seconds, 1)
        status = int(differing.pop("status", "200"))
        signal = differing.pop("signal", "")
        labels = Labels(**(usual | differing))
        batch = Batch(at - 1, at, series={labels: {status: series}})
        if signal:
            batch.signals[labels.backend, labels.lot, labels.side, signal] = count
        self.spool.write(batch)
        before, self.at = self.at, at
        self.recorder.run_once()
        self.at = before
