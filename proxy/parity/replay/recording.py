"""What a run hears from PHP, kept as a suite."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from proxy.parity.answers import Answer
from proxy.parity.replay.suite import Recorded, Suite, redacted_answer, session_id_of


@dataclass
class SuiteRecording:
    """Redacts each answer as it comes: what is about persons is never on the disk."""

    personal: tuple[str, ...] = ()
    sessions: dict[str, bytes] = field(default_factory=dict)
    entries: list[Recorded] = field(default_factory=list)

    def session_id(self, role: str) -> str:
        """The id under which a role is recorded."""
        return session_id_of(role)

    def keep_session(self, role: str, data: bytes) -> None:
        """The session of a role."""
        self.sessions[role] = data

    def note(self, role: str, route: str, target: str, answer: Answer) -> None:
        """One answer of PHP, redacted."""
        self.entries.append(Recorded(role, route, target, redacted_answer(answer, self.personal)))

    def suite(self, lot: str, backend: str, host: str, clock: str) -> Suite:
        """All of it."""
        sessions: Mapping[str, bytes] = dict(self.sessions)
        return Suite(lot, backend, host, clock, sessions, tuple(self.entries))
