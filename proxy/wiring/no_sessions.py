"""A session store that keeps nothing: every visitor is a new one, and anonymous."""

from legacy_bridge.stores.store import Rewrite


class NoSessions:
    """What stands in for PHP's sessions when the settings do not say where they are."""

    def read(self, session_id: str) -> bytes | None:  # noqa: ARG002, a store's signature
        """No session of any id."""
        return None

    def create(self, session_id: str, data: bytes) -> None:
        """Nothing is kept."""

    def update(self, session_id: str, rewrite: Rewrite) -> bytes | None:  # noqa: ARG002, a store's signature
        """Nothing is there to change."""
        return None

    def refresh(self, session_id: str, rewrite: Rewrite) -> bool:  # noqa: ARG002, a store's signature
        """Nothing is there to change."""
        return False

    def move(self, old_id: str, new_id: str, rewrite: Rewrite) -> bool:  # noqa: ARG002, a store's signature
        """Nothing is there to move."""
        return False

    def delete(self, session_id: str) -> None:
        """Nothing is there to delete."""
