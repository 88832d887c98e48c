"""What a field's name asks of the gateway, remembered for every spelling met."""

from collections.abc import Callable
from typing import Final

from proxy.core.headers import may_enter, may_leave
from proxy.core.rewriting import REWRITTEN_FIELDS

#: 0 is not named: the field passes as it is, which the hot loops test by truth.
(
    HOST, CONNECTION, LENGTH, ENCODING, DROPPED, EXPECT, UPGRADE, MAX_FORWARDS,
    TRACE_PARENT, TRACE_STATE, REWRITTEN, DATE,
) = range(1, 13)  # fmt: skip

#: Spellings remembered per direction; a client that invents more only loses the shortcut.
_MEMORY: Final = 4096
#: Longer names are nobody's; remembering them would fill the memory with bytes.
_NAME: Final = 64


class _Kinds(dict[bytes, int]):
    """Field name as spelled → kind; a miss is worked out once."""

    def __init__(self, classify: Callable[[bytes], int]) -> None:
        super().__init__()
        self._classify = classify

    def __missing__(self, name: bytes) -> int:
        kind = self._classify(name.lower())
        if len(self) < _MEMORY and len(name) <= _NAME:
            self[name] = kind
        return kind


_NAMED: Final = {
    b"host": HOST,
    b"connection": CONNECTION,
    b"content-length": LENGTH,
    b"transfer-encoding": ENCODING,
    b"expect": EXPECT,
    b"upgrade": UPGRADE,
    b"max-forwards": MAX_FORWARDS,
    b"traceparent": TRACE_PARENT,
    b"tracestate": TRACE_STATE,
}
_OF_ANSWERS: Final = {
    b"connection": CONNECTION,
    b"content-length": LENGTH,
    b"transfer-encoding": ENCODING,
    b"date": DATE,
}


def _request_kind(name: bytes) -> int:
    return _NAMED.get(name) or (0 if may_enter(name) else DROPPED)


def _response_kind(name: bytes) -> int:
    if name in _OF_ANSWERS:
        return _OF_ANSWERS[name]
    if name in REWRITTEN_FIELDS:
        return REWRITTEN
    return 0 if may_leave(name) else DROPPED


REQUEST_KINDS: Final = _Kinds(_request_kind)
RESPONSE_KINDS: Final = _Kinds(_response_kind)
