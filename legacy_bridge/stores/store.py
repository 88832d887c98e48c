"""Where session bytes live: the seam between sessions and their store."""

from collections.abc import Callable
from typing import Protocol, TypeAlias

#: From what is stored now to what is to be stored; called with the session held, so it is quick.
Rewrite: TypeAlias = Callable[[bytes], bytes]


class SessionStore(Protocol):
    """Sessions by id, as PHP stores them.

    Errors: each method raises SessionIdIllegal, SessionBusy, SessionOwnerDiffers, SessionStoreDown.
    """

    def read(self, session_id: str) -> bytes | None:
        """The whole session as last written, without waiting for a slow page of PHP.

        Shape: None when there is none of this id.
        """

    def create(self, session_id: str, data: bytes) -> None:
        """A new session; the id must not be in use."""

    def update(self, session_id: str, rewrite: Rewrite) -> bytes | None:
        """What `rewrite` made of the session as it is now; None when it is gone.

        Shape: nothing that PHP or another worker writes meanwhile is lost, as far as the store
            can promise (docs/explanation/sessions.md).
        """

    def refresh(self, session_id: str, rewrite: Rewrite) -> bool:
        """Whether `rewrite` was applied at once; False when PHP is at it and will write itself."""

    def move(self, old_id: str, new_id: str, rewrite: Rewrite) -> bool:
        """Whether the session now lives under the new id, rewritten; the old id is dead at once.

        Source: session_regenerate_id(true).
        """

    def delete(self, session_id: str) -> None:
        """No session of this id any more."""
