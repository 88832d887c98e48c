"""What the shadow counted, published for whoever asks."""

import json
import os
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from proxy.parity.shadow.places import counts_file


@dataclass
class ShadowCounts:
    """Since the shadow started.

    Shape: `unfit` by reason; `recorded` has what the last recording kept, and why it left others
           out; `workers` has the last counts by process.
    """

    received: int = 0
    compared: int = 0
    matched: int = 0
    dropped: int = 0
    timed_out: int = 0
    failed: int = 0
    lost: int = 0
    unfit: Counter[str] = field(default_factory=Counter)
    recorded: Counter[str] = field(default_factory=Counter)
    workers: dict[int, tuple[int, int, int]] = field(default_factory=dict)

    def fields(self) -> dict[str, Any]:
        """The counts for programs; what the workers dropped is added up."""
        sampled, dropped, too_long = (
            sum(each[number] for each in self.workers.values()) for number in range(3)
        )
        return {
            "received": self.received,
            "compared": self.compared,
            "matched": self.matched,
            "dropped": self.dropped,
            "timed_out": self.timed_out,
            "failed": self.failed,
            "lost": self.lost,
            "unfit": dict(self.unfit),
            "recorded": dict(self.recorded),
            "sampled_by_workers": sampled,
            "dropped_by_workers": dropped,
            "too_long": too_long,
        }

    def publish(self, state_dir: Path) -> None:
        """Write them where others read them, whole or not at all."""
        path = counts_file(state_dir)
        fresh = path.with_name(f"{path.name}.{os.getpid()}")
        fresh.write_text(json.dumps(self.fields()), encoding="utf-8")
        fresh.replace(path)


def published(state_dir: Path) -> dict[str, Any] | None:
    """What the shadow last published; None when there was never one."""
    try:
        found = json.loads(counts_file(state_dir).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None
