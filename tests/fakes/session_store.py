"""Sessions in a dict, with the promises of legacy_bridge/stores/store.py."""

from collections.abc import Callable

from legacy_bridge.stores.errors import SessionBusy
from legacy_bridge.stores.ids import checked_id


class FakeSessionStore:
    def __init__(self, **sessions: bytes) -> None:
        self.sessions = dict(sessions)
        self.held: set[str] = set()
        self.writes = 0

    def read(self, session_id: str) -> bytes | None:
        return self.sessions.get(checked_id(session_id))

    def create(self, session_id: str, data: bytes) -> None:
        self.sessions[checked_id(session_id)] = data

    def update(self, session_id: str, rewrite: Callable[[bytes], bytes]) -> bytes | None:
        if session_id in self.held:
            raise SessionBusy("held by the test")
        if session_id in self.sessions:
            self.sessions[session_id] = rewrite(self.sessions[session_id])
            self.writes += 1
        return self.sessions.get(session_id)

    def refresh(self, session_id: str, rewrite: Callable[[bytes], bytes]) -> bool:
        return session_id not in self.held and self.update(session_id, rewrite) is not None

    def move(self, old_id: str, new_id: str, rewrite: Callable[[bytes], bytes]) -> bool:
        if self.update(old_id, rewrite) is None:
            return False
        self.sessions[new_id] = self.sessions.pop(old_id)
        return True

    def delete(self, session_id: str) -> None:
        self.sessions.pop(session_id, None)
