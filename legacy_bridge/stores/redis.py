"""Sessions in redis, where PHP's handler `redis` keeps them."""

import secrets
import threading
from dataclasses import dataclass, field
from io import BufferedReader
from typing import TypeAlias

from legacy_bridge.stores.errors import SessionStoreDown
from legacy_bridge.stores.wire import Wire, block, line

Reply: TypeAlias = "bytes | int | list[Reply] | None"

#: Runs as one command: nobody writes between the look and the write.
_SWAP = (
    b"if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end "
    b"redis.call('SETEX', KEYS[1], ARGV[3], ARGV[2]) return 1"
)
_UNLOCK = (
    b"if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0"
)


@dataclass(frozen=True, slots=True)
class RedisCells:
    """The commands of one redis server.

    Shape: `prefix` is save_path's `prefix`; `database` and `password` its `database` and `auth`.
    Units: `lifetime_s` is session.gc_maxlifetime; `lock_s` how long a lock of ours outlives a
        worker that was killed.
    Source: phpredis redis_session.c: the lock of a session is its key and _LOCK.
    """

    wire: Wire
    prefix: str = "PHPREDIS_SESSION:"
    lifetime_s: int = 1440
    lock_s: int = 30
    database: int = 0
    password: str = ""
    _held: threading.local = field(default_factory=threading.local)

    def get(self, session_id: str) -> bytes | None:
        """What is stored, or None."""
        found = self._run(b"GET", self._key(session_id))
        return found if isinstance(found, bytes) else None

    def put(self, session_id: str, data: bytes) -> None:
        """Store, whatever is there."""
        self._run(b"SETEX", self._key(session_id), b"%d" % self.lifetime_s, data)

    def add(self, session_id: str, data: bytes) -> bool:
        """Store, unless something is there."""
        key, lives = self._key(session_id), b"%d" % self.lifetime_s
        return self._run(b"SET", key, data, b"EX", lives, b"NX") is not None

    def swap(self, session_id: str, old: bytes, new: bytes) -> bool:
        """Store, if `old` is still there."""
        key, lives = self._key(session_id), b"%d" % self.lifetime_s
        return self._run(b"EVAL", _SWAP, b"1", key, old, new, lives) == 1

    def remove(self, session_id: str) -> None:
        """Store nothing any more."""
        self._run(b"DEL", self._key(session_id))

    def lock(self, session_id: str) -> bool:
        """Take PHP's lock, if it is free."""
        self._held.word = secrets.token_hex(16).encode()
        lives = b"%d" % (self.lock_s * 1000)
        key = self._key(session_id) + b"_LOCK"
        return self._run(b"SET", key, self._held.word, b"NX", b"PX", lives) is not None

    def unlock(self, session_id: str) -> None:
        """Give the lock back, unless it ran out and is another's."""
        self._run(b"EVAL", _UNLOCK, b"1", self._key(session_id) + b"_LOCK", self._held.word)

    def _key(self, session_id: str) -> bytes:
        return f"{self.prefix}{session_id}".encode()

    def _run(self, *words: bytes) -> Reply:
        # One connection may serve several databases; the words go out, and come back, together.
        asked = [[b"AUTH", self.password.encode()]] if self.password else []
        asked += [[b"SELECT", b"%d" % self.database], list(words)]
        question = b"".join(_command(*each) for each in asked)
        replies = self.wire.ask(question, lambda reader: [_reply(reader) for _ in asked])
        for reply in replies:
            if isinstance(reply, _Refused):
                raise SessionStoreDown(f"redis refused a session: {reply.decode()[:80]}")
        return replies[-1]


class _Refused(bytes):
    """An error redis answered with."""


def _command(*words: bytes) -> bytes:
    return b"*%d\r\n" % len(words) + b"".join(b"$%d\r\n%b\r\n" % (len(w), w) for w in words)


def _reply(reader: BufferedReader) -> Reply:
    """One reply. Source: RESP2; our commands never answer with arrays inside arrays."""
    said = line(reader)
    kind, rest = said[:1], said[1:]
    match kind:
        case b"+":
            return rest
        case b"-":
            return _Refused(rest)
        case b":":
            return int(rest)
        case b"$":
            return None if rest == b"-1" else block(reader, int(rest))
        case _:
            raise ValueError(f"no answer of redis: {said[:20]!r}")
