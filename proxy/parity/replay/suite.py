"""A recorded suite: requests by role with PHP's answers, redacted; a file that can be committed."""

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from proxy.errors import ParityFileRefused
from proxy.parity.answers import Answer, BodyKind
from proxy.parity.lab.asking import Pairs
from proxy.parity.replay.redacted_bodies import redacted_body

#: Fields of an answer that are kept; what a server adds of its own is not.
_KEPT = frozenset(
    {"content-type", "location", "cache-control", "expires", "pragma", "content-disposition",
     "content-language", "x-robots-tag", "vary"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Recorded:
    """One request of a role, with the answer.

    Shape: `form` is what a form sent, its token left out; `page` is where that form was; `clock`
           is the moment of this answer, empty where the suite's counts.
    """

    role: str
    route: str
    target: str
    answer: Answer
    method: str = "GET"
    form: Pairs = ()
    page: str = ""
    clock: str = ""


@dataclass(frozen=True, slots=True)
class Suite:
    """What was recorded of a lot.

    Shape: `clock` is the moment the answers are of; `sessions` has each role's session under an
           id that is made of the role's name, so that form tokens are the same at every replay.
    """

    lot: str
    backend: str
    host: str
    clock: str
    sessions: Mapping[str, bytes] = field(default_factory=dict)
    entries: tuple[Recorded, ...] = ()


def session_id_of(role: str) -> str:
    """The id under which a role's session is recorded and replayed."""
    return hashlib.sha256(f"figuier parity {role}".encode()).hexdigest()[:26]


def redacted_answer(
    answer: Answer, personal: tuple[str, ...] = (), known: frozenset[str] = frozenset()
) -> Answer:
    """The answer with nothing in it about a person, a session or a secret."""
    headers = tuple((name, value) for name, value in answer.headers if name.lower() in _KEPT)
    return Answer(answer.status, headers, redacted_body(answer, personal, known))


def write_suite(suite: Suite, path: Path) -> None:
    """Write it: a line of JSON for the suite, one for each answer."""
    head = {
        "version": 2, "lot": suite.lot, "backend": suite.backend, "host": suite.host,
        "clock": suite.clock,
        "sessions": {role: _packed(data) for role, data in suite.sessions.items()},
    }  # fmt: skip
    lines = [
        json.dumps(each, ensure_ascii=False) for each in (head, *map(fields_of, suite.entries))
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def fields_of(each: Recorded) -> dict[str, Any]:
    """One answer for a file."""
    written = {"method": each.method, "form": each.form, "page": each.page}
    return {
        "role": each.role, "route": each.route, "target": each.target,
        **(written if each.method != "GET" else {}),
        **({"clock": each.clock} if each.clock else {}),
        "status": each.answer.status, "headers": each.answer.headers,
        "text" if _is_text(each.answer) else "base64": each.answer.text
        if _is_text(each.answer) else _packed(each.answer.body),
    }  # fmt: skip


def read_suite(path: Path) -> Suite:
    """The suite of a file.

    Errors: ParityFileRefused.
    """
    try:
        head, *rest = [
            json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line
        ]
        if head["version"] not in {1, 2}:
            raise ParityFileRefused([f"{path}: of version {head['version']}, not 1 or 2"])
        return Suite(
            head["lot"], head["backend"], head["host"], head["clock"],
            {role: base64.b64decode(data) for role, data in head["sessions"].items()},
            tuple(recorded_of(each) for each in rest),
        )  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ParityFileRefused([f"{path}: is no recorded suite: {error!r}"]) from error


def recorded_of(fields: Mapping[str, Any]) -> Recorded:
    """One answer of a file."""
    body = fields["text"].encode() if "text" in fields else base64.b64decode(fields["base64"])
    headers = tuple((name, value) for name, value in fields["headers"])
    answer = Answer(fields["status"], headers, body)
    return Recorded(
        fields["role"], fields["route"], fields["target"], answer, fields.get("method", "GET"),
        tuple((name, value) for name, value in fields.get("form", ())),
        fields.get("page", ""), fields.get("clock", ""),
    )  # fmt: skip


def _is_text(answer: Answer) -> bool:
    return answer.kind not in {BodyKind.FILE, BodyKind.PDF} and answer.charset == "utf-8"


def _packed(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def fixtures_of(suite: Suite, url: str) -> list[dict[str, Any]]:
    """The suite as keyword arguments of `responses.add`, for unit tests.

    Shape: `url` is the legacy's address. The same target of several roles gives several fixtures,
           in the order they were recorded.
    """
    return [
        {
            "method": each.method,
            "url": url + each.target,
            "status": each.answer.status,
            "body": each.answer.body,
            "headers": {
                name: value for name, value in each.answer.headers if name.lower() != "content-type"
            },
            "content_type": each.answer.header("content-type"),
        }
        for each in suite.entries
    ]
