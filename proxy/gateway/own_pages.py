"""The gateway's own pages: its health, and the counters of all workers, even without Flask."""

import json
import os
from pathlib import Path

from proxy.evidence.counting import Counters
from proxy.evidence.tally import Tally
from proxy.gateway.exposition import exposition
from proxy.gateway.line_writer import LineWriter
from proxy.gateway.metrics_folder import snapshots
from proxy.gateway.own_answers import OwnAnswer, plain
from proxy.gateway.pool import Sighting
from proxy.gateway.pools import Pools
from proxy.gateway.series import Totals, goodbye_series
from proxy.goodbyes import GoodbyeCounts
from proxy.health import report
from proxy.routing_file.live import LiveTable

_PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"
_JSON = "application/json"


class OwnPages:
    """`/-/health` and `/-/metrics`, answered from memory and small files, never a socket."""

    def __init__(self, live: LiveTable, pools: Pools, writer: LineWriter, state_dir: Path) -> None:
        self._live = live
        self._pools = pools
        self._writer = writer
        self._state_dir = state_dir
        self.counters = Counters()
        self.totals = Totals()
        self.tally: Tally | None = None
        self._folder = state_dir / "metrics"
        self.goodbyes = GoodbyeCounts()

    def answer(self, path: str) -> OwnAnswer:
        """The page at one of `pools.OWN_PATHS`."""
        if path == "/-/metrics":
            self.collect()
            self.publish()
            body = exposition(snapshots(self._folder))
            return plain(200, "Content-Type", _PROMETHEUS, body)
        health = report(
            self._live,
            self._sightings(),
            self._writer.dropped,
            self._state_dir,
            counting_fault=self.tally.fault if self.tally else "",
        )
        return plain(200, "Content-Type", _JSON, json.dumps(health).encode())

    def _sightings(self) -> dict[str, Sighting]:
        return {pool.name: pool.sighting for pool in self._pools.all() if pool.sighting is not None}

    def collect(self) -> None:
        """Take what was counted lately; only the thread that counts may."""
        taken = self.counters.take()
        if taken:
            self.totals.add(taken)
            if self.tally is not None:
                self.tally.add(taken)

    def publish(self) -> None:
        """Write this worker's counters where the others read them; a full disk is no fault."""
        path = self._folder / f"{os.getpid()}.json"
        fresh = path.with_suffix(".new")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            series = self.totals.snapshot() + goodbye_series(self.goodbyes.snapshot())
            fresh.write_text(json.dumps(series), encoding="utf-8")
            fresh.replace(path)
        except OSError:
            return
