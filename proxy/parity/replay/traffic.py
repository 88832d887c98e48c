"""Visitors' requests with PHP's answers, kept without the visitors while somebody's order holds."""

import base64
import json
import os
import queue
import re
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol

from proxy.core.decision import Side
from proxy.flips.state_files import open_state_file
from proxy.parity.lab.sides import STRANGER
from proxy.parity.redaction import is_personal, redacted_value
from proxy.parity.replay.redacted_bodies import without_values
from proxy.parity.replay.redacted_requests import (
    Unrecordable,
    fit_target,
    form_of,
    page_before,
    personal_values,
    redacted_form,
)
from proxy.parity.replay.suite import Recorded, fields_of, redacted_answer
from proxy.parity.rules import LotRules
from proxy.parity.shadow.jobs import Frozen, JobUnfit, answer_of
from proxy.parity.shadow.orders import Order, OrderLook, spool_file
from proxy.parity.shadow.shadow import Happened
from proxy.parity.shadow.wire import Subject

#: Requests that may wait to be redacted; beyond, they are left out.
_ROOM = 32
_LAST_REQUEST = re.compile(rb"(lastRequest\|i:)\d+")

#: A text of a session as it may be kept, by the keys that lead to it.
Redact = Callable[[Sequence[str], str], str]


class SessionRedactor(Protocol):
    """Who knows how the legacy writes sessions."""

    def redacted(self, backend: str, data: bytes, redact: Redact) -> bytes:
        """The session with each of its texts redacted.

        Errors: Unrecordable, for one that cannot be read whole.
        """


@dataclass
class _Kept:
    """What was kept for one order so far. Shape: `people` numbers sessions, and what they held."""

    order: Order
    answers: int = 0
    size: int = 0
    kinds: Counter[tuple[str, str, int]] = field(default_factory=Counter)
    people: dict[str, dict[bytes, int]] = field(default_factory=dict)

    def role(self, frozen: Frozen, data: bytes) -> str:
        """A name for the visitor's session as it is now, which says nothing of either."""
        states = self.people.setdefault(frozen.session_id, {})
        number = list(self.people).index(frozen.session_id) + 1
        return f"person {number}.{states.setdefault(data, len(states) + 1)}"


@dataclass
class TrafficRecorder:
    """Keeps what the order wants in its spool, a line each, in a thread of its own.

    Shape: `moment` gives the site's wall clock of a time; `counts` says how many are kept, and
           why others are not.
    """

    state_dir: Path
    rules_of: Callable[[str], LotRules]
    sessions: SessionRedactor
    moment: Callable[[float], datetime]
    counts: Counter[str] = field(default_factory=Counter)
    _looks: OrderLook = field(init=False)
    _kept: _Kept | None = None
    _queue: "queue.Queue[Happened]" = field(default_factory=lambda: queue.Queue(_ROOM))

    def __post_init__(self) -> None:
        """Look for orders in the state directory."""
        self._looks = OrderLook(self.state_dir)

    def start(self) -> None:
        """Redact and write from now on, beside whoever hands over."""
        threading.Thread(target=self._keep_all, daemon=True).start()

    def wants(self, subject: Subject, *, is_safe: bool) -> bool:
        """Whether PHP answered a request of the lot that is recorded now."""
        order = self._looks.order
        return (
            order is not None
            and (order.lot, order.backend) == (subject.lot, subject.backend)
            and subject.side == Side.LEGACY
            and (is_safe or order.with_writes)
        )

    def note(self, happened: Happened) -> None:
        """Have it kept; it is left out when too many wait."""
        try:
            self._queue.put_nowait(happened)
        except queue.Full:
            self.counts["busy"] += 1

    def _keep_all(self) -> None:
        while True:
            self.keep(self._queue.get())

    def keep(self, happened: Happened) -> None:
        """Keep one, redacted; or count why not."""
        order = self._looks.order
        if order is None:
            return
        if self._kept is None or self._kept.order.key != order.key:
            self._kept = _Kept(order)
            self.counts.clear()
            self._forget_others(order)
        try:
            self._write(self._kept, happened)
            self.counts["kept"] += 1
        except (Unrecordable, JobUnfit) as why:
            self.counts[str(why)] += 1
        except Exception as error:  # noqa: BLE001 - a page may be broken in any way
            self.counts[f"failed: {type(error).__name__}"] += 1

    def _forget_others(self, order: Order) -> None:
        """What a command that was killed left behind is nobody's."""
        own = spool_file(self.state_dir, order.key)
        for left in own.parent.glob(spool_file(self.state_dir, "*").name):
            if left != own:
                left.unlink(missing_ok=True)

    def _write(self, kept: _Kept, happened: Happened) -> None:
        """One line more.

        Errors: Unrecordable, JobUnfit.
        """
        answer = answer_of(happened.answer)
        kind = (happened.request.method, happened.subject.route, answer.status)
        if kept.answers >= kept.order.most or kept.size >= kept.order.bytes:
            raise Unrecordable("enough")
        if kept.kinds[kind] >= kept.order.kinds:
            raise Unrecordable("enough of its kind")
        entry, session = self._entry(kept, happened)
        line = json.dumps(
            {**fields_of(entry), "session": base64.b64encode(session).decode()}, ensure_ascii=False
        )
        with os.fdopen(
            open_state_file(
                spool_file(self.state_dir, kept.order.key), os.O_WRONLY | os.O_APPEND
            ),
            "w", encoding="utf-8",
        ) as file:  # fmt: skip
            file.write(f"{line}\n")
        kept.answers += 1
        kept.size += len(line)
        kept.kinds[kind] += 1

    def _entry(self, kept: _Kept, happened: Happened) -> tuple[Recorded, bytes]:
        """The redacted request with its answer, and the redacted session.

        Errors: Unrecordable, JobUnfit.
        """
        subject, request = happened.subject, happened.request
        rules = self.rules_of(subject.lot)
        is_get = request.method == "GET"
        form = () if is_get else form_of(request)
        known = personal_values(form)
        role, data = STRANGER.role, b""
        if happened.frozen.data is not None:
            data = self._session(subject.backend, happened.frozen.data, known)
            role = kept.role(happened.frozen, data)
        answer = answer_of(happened.answer)
        location = fit_target(answer.header("location") or "")
        if without_values(location, known) != location:
            raise Unrecordable("personal address")
        return Recorded(
            role, subject.route, fit_target(request.target),
            redacted_answer(answer, rules.personal, known), request.method,
            redacted_form(form, rules.fill), "" if is_get else page_before(request),
            self.moment(happened.at).replace(tzinfo=None, microsecond=0).isoformat(),
        ), data  # fmt: skip

    def _session(self, backend: str, data: bytes, known: frozenset[str]) -> bytes:
        def redact(keys: Sequence[str], text: str) -> str:
            if text and not text.isdigit() and any(is_personal(key) for key in keys):
                # A search for somebody's name finds nobody else: the page would be another.
                raise Unrecordable("personal session")
            return without_values(redacted_value(text, ""), known)

        timeless = _LAST_REQUEST.sub(rb"\g<1>0", data)
        return self.sessions.redacted(backend, timeless, redact)
