"""Real PHP, asked one question at a time: what its serializer and session module make of bytes."""

import base64
import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

SCRIPT = Path(__file__).resolve().parents[1] / "legacy_bridge" / "judge.php"


class PhpJudge:
    """One PHP process; `session` gives None where PHP throws the session away."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            ["php", str(SCRIPT)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def ask(self, **question: Any) -> Any:
        if "data" in question:
            question["data"] = base64.b64encode(question["data"]).decode()
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps(question).encode() + b"\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def generated(self, handler: str, seed: int, *, sealed: bool = False) -> bytes:
        return base64.b64decode(self.ask(op="generate", handler=handler, seed=seed, sealed=sealed))

    def session(self, handler: str, data: bytes) -> dict[bytes, bytes] | None:
        read = self.ask(op="session", handler=handler, data=data)
        if read is None:
            return None
        return {base64.b64decode(k): base64.b64decode(v) for k, v in read["values"]}

    def again(self, handler: str, data: bytes) -> bytes | None:
        read = self.ask(op="session", handler=handler, data=data)
        return None if read is None else base64.b64decode(read["again"])

    def changed(self, handler: str, data: bytes, path: Sequence[str | int], value: Any) -> bytes:
        """The session in which a page of PHP put this value; None takes it away."""
        made = self.ask(op="change", handler=handler, data=data, path=path, value=value)
        return base64.b64decode(made)

    def reserialized(self, data: bytes) -> bytes | None:
        made = self.ask(op="reserialize", data=data)
        return None if made is None else base64.b64decode(made)

    def close(self) -> None:
        self.process.stdin.close()  # type: ignore[union-attr]
        self.process.stdout.close()  # type: ignore[union-attr]
        self.process.wait(5)
