"""Sessions in memcached, where PHP's handler `memcached` keeps them."""

import time
from dataclasses import dataclass
from io import BufferedReader

from legacy_bridge.stores.errors import SessionStoreDown
from legacy_bridge.stores.wire import Wire, block, line

#: Memcached takes a longer time for a date.
_LONGEST_S = 30 * 24 * 3600

#: Source: memcached's protocol.txt; PHP starts no session under a longer one.
_LONGEST_KEY = 250


@dataclass(frozen=True, slots=True)
class MemcachedCells:
    """The commands of one memcached server; PHP spreads keys over several, we do not.

    Shape: `prefix` is memcached.sess_prefix.
    Units: `lifetime_s` is session.gc_maxlifetime; `lock_s` how long a lock of ours outlives a
        worker that was killed.
    Source: php-memcached php_memcached_session.c: the lock of a session is the key lock.<id>.
    """

    wire: Wire
    prefix: str = "memc.sess.key."
    lifetime_s: int = 1440
    lock_s: int = 30

    def get(self, session_id: str) -> bytes | None:
        """What is stored, or None; for an id too long for the server and its lock, nothing is."""
        if len(self._key(f"lock.{session_id}")) > _LONGEST_KEY:
            return None
        return self.wire.ask(b"get %b\r\n" % self._key(session_id), _value)[0]

    def put(self, session_id: str, data: bytes) -> None:
        """Store, whatever is there."""
        self._store(b"set", self._key(session_id), data)

    def add(self, session_id: str, data: bytes) -> bool:
        """Store, unless something is there."""
        return self._store(b"add", self._key(session_id), data)

    def swap(self, session_id: str, old: bytes, new: bytes) -> bool:
        """Store, if `old` is still there."""
        key = self._key(session_id)
        found, token = self.wire.ask(b"gets %b\r\n" % key, _value)
        return found == old and self._store(b"cas", key, new, b" " + token)

    def remove(self, session_id: str) -> None:
        """Store nothing any more."""
        self.wire.ask(b"delete %b\r\n" % self._key(session_id), line)

    def lock(self, session_id: str) -> bool:
        """Take PHP's lock, if it is free."""
        return self._store(b"add", self._key(f"lock.{session_id}"), b"1", lives=self.lock_s)

    def unlock(self, session_id: str) -> None:
        """Give the lock back."""
        self.remove(f"lock.{session_id}")

    def _key(self, name: str) -> bytes:
        return f"{self.prefix}{name}".encode()

    def _store(
        self, command: bytes, key: bytes, data: bytes, token: bytes = b"", lives: int = 0
    ) -> bool:
        lives = lives or self.lifetime_s
        until = lives if lives <= _LONGEST_S else int(time.time()) + lives
        head = b"%b %b 0 %d %d%b\r\n" % (command, key, until, len(data), token)
        said = self.wire.ask(head + data + b"\r\n", line)
        if said not in {b"STORED", b"NOT_STORED", b"EXISTS", b"NOT_FOUND"}:
            raise SessionStoreDown(f"memcached refused a session: {said[:80]!r}")
        return said == b"STORED"


def _value(reader: BufferedReader) -> tuple[bytes | None, bytes]:
    """The value of one key and its token, both empty-handed when there is none."""
    words = line(reader).split(b" ")
    if words == [b"END"]:
        return None, b""
    if words[0] != b"VALUE" or len(words) < 4:
        raise ValueError(f"no answer of memcached: {words[:2]!r}")
    data = block(reader, int(words[3]))
    line(reader)
    return data, words[4] if len(words) > 4 else b""
