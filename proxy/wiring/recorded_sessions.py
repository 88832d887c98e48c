"""Sessions of visitors with their texts redacted, in the legacy's own format."""

from collections.abc import Iterator, Mapping

from legacy_bridge.php.changes import Change
from legacy_bridge.php.errors import PhpError
from legacy_bridge.php.formats import SessionFormat
from legacy_bridge.php.session import PhpSession
from legacy_bridge.php.values import PhpKey, PhpObject, PhpReference, PhpValue
from proxy.config import Settings
from proxy.parity.replay.redacted_requests import Unrecordable
from proxy.parity.replay.traffic import Redact
from proxy.wiring.session_rules import session_rules
from proxy.wiring.symfony4 import SITES as SYMFONY4_SITES

#: Keys of the framework's own before those of the site: attributes and their namespace.
_FRAMEWORK = 2


class RecordedSessions:
    """Redacts the sessions of every backend."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def redacted(self, backend: str, data: bytes, redact: Redact) -> bytes:
        """The session with each of its texts redacted.

        Errors: Unrecordable, for one that cannot be read, or holds objects: they are not looked
            into.
        """
        try:
            session = PhpSession.parse(data, self._layout(backend))
            changes = [
                Change(path, said) for path, text in _texts((), dict(session.values))
                if (said := redact([str(key) for key in path[_FRAMEWORK:]], text)) != text
            ]  # fmt: skip
            return session.changed(changes).data
        except PhpError as error:
            raise Unrecordable("session") from error

    def _layout(self, backend: str) -> SessionFormat:
        if backend in SYMFONY4_SITES:
            return SessionFormat(self._settings.symfony4_session_format)
        return session_rules(self._settings).layout


def _texts(path: tuple[PhpKey, ...], value: PhpValue) -> Iterator[tuple[tuple[PhpKey, ...], str]]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _texts((*path, key), item)
    elif isinstance(value, (PhpObject, PhpReference)):
        raise Unrecordable("objects in the session")
    elif isinstance(value, str):
        yield path, value
