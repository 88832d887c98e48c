"""How fast sessions are read and changed, beside phpserialize (installed by hand, if wanted)."""

import importlib
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from legacy_bridge.php.changes import Change
from legacy_bridge.php.formats import SessionFormat
from legacy_bridge.php.reading import decode
from legacy_bridge.php.session import PhpSession
from legacy_bridge.php.writing import encode

RECORDED = Path(__file__).resolve().parents[1] / "tests/corpus/sessions/apostrophe/04-media.sess"
SIZES = (2 * 1024, 50 * 1024)
ROUNDS = 15


def sample(size: int) -> bytes:
    """A session of about this size, made of recorded values, as one serialised array."""
    recorded = PhpSession.parse(RECORDED.read_bytes(), SessionFormat.PHP)
    values = dict(recorded.values)
    key = "symfony/user/sfUser/attributes"
    areas = dict(recorded.get((key, "apostrophe")))  # type: ignore[arg-type]  # recorded so
    kept: dict[int | str, Any] = {}
    number = 0
    while True:
        for name, area in areas.items():
            number += 1
            kept[f"{name}-{number}"] = area
            values[key] = {"apostrophe": kept}
            if len(data := encode(values)) >= size:
                return data


def microseconds(*works: Callable[[], object]) -> list[float]:
    """The best round of each, in turn, so that a busy machine slows all of them alike."""
    times: list[list[float]] = [[] for _ in works]
    for _ in range(ROUNDS):
        for work, taken in zip(works, times, strict=True):
            started, count = time.perf_counter(), 0
            while time.perf_counter() - started < 0.02:
                work()
                count += 1
            taken.append((time.perf_counter() - started) / count * 1e6)
    return [min(taken) for taken in times]


def main() -> None:
    """Print one line for each kind of work and size, with the ratio where there is one."""
    try:
        other = importlib.import_module("phpserialize")
    except ImportError:
        other = None
        print("phpserialize is not installed: no ratios (pip install phpserialize==1.3)")
    for size in SIZES:
        data = sample(size)
        session = PhpSession.parse(data, SessionFormat.PHP_SERIALIZE)
        value = decode(data)
        change = [Change(("symfony/user/sfUser/lastRequest",), 1_795_431_500)]
        ours = {
            "decode": lambda data=data: decode(data),
            "encode": lambda value=value: encode(value),
            "parse a session": lambda data=data: PhpSession.parse(
                data, SessionFormat.PHP_SERIALIZE
            ),
            "change one key": lambda session=session, change=change: session.changed(change),
        }
        theirs: dict[str, Callable[[], object]] = {}
        if other is not None:
            plain = other.loads(data)
            theirs = {
                "decode": lambda data=data: other.loads(data),
                "encode": lambda plain=plain: other.dumps(plain),
                "parse a session": lambda data=data: other.loads(data),
                "change one key": lambda data=data: other.dumps(other.loads(data)),
            }
        for name, work in ours.items():
            took, *others = microseconds(work, *([theirs[name]] if name in theirs else []))
            line = f"{len(data):>6} bytes  {name:<16} {took:9.1f} µs"
            for slow in others:
                line += f"   phpserialize {slow:9.1f} µs   {slow / took:5.2f} times"
            print(line)


if __name__ == "__main__":
    main()
