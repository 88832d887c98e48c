"""What the gateway accepts, and how long it waits: every bound in one frozen value."""

from dataclasses import dataclass

from proxy.config import Settings
from proxy.errors import ConfigurationRefused

#: Room that the request line and a Host field need in a head.
_LEAST_HEAD = 64


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds that hold for every connection of a worker.

    Units: bytes, and seconds for the names ending in `_s`.
    """

    #: A longer request line is answered 414.
    request_line: int = 8_190
    #: A longer head is answered 431 (from a client) or 502 (from an upstream).
    head: int = 32_768
    #: More field lines than this in one head are refused likewise.
    fields: int = 100
    #: A chunk's size line, extension included; longer is answered 400 or 502.
    chunk_line: int = 256
    #: The trailer section of a chunked body; longer is answered 400 or 502.
    trailers: int = 8_192
    #: A larger request body is answered 413; 0 means no limit.
    body: int = 1_073_741_824
    #: Bytes of pipelined requests kept while one is answered; beyond, reading pauses.
    pipelined: int = 65_536
    #: Declared bodies of at least this size leave Python and are moved by the kernel.
    splice: int = 262_144

    #: From the first byte of a request to the end of its head; beyond, 408.
    client_head_s: float = 10.0
    #: Without a byte of the request's body; beyond, 408.
    client_body_s: float = 60.0
    #: Between two requests of one connection; beyond, it is closed.
    client_idle_s: float = 75.0
    #: A client that takes nothing of its answer for so long is let go.
    client_write_s: float = 60.0
    #: After an answer that did not wait for the body, what still arrives is thrown away: until it
    #: pauses for so long,
    linger_s: float = 2.0
    #: and no longer than that in all.
    linger_most_s: float = 30.0

    #: From the first packet to an established connection; beyond, 504.
    connect_s: float = 3.0
    #: From the end of the request to the end of the answer's head; beyond, 504.
    upstream_head_s: float = 120.0
    #: Without a byte of the answer's body; beyond, the answer is cut off.
    upstream_idle_s: float = 60.0
    #: How long an unused upstream connection is kept.
    upstream_keep_s: float = 30.0
    #: How long a request may wait for a free upstream connection; beyond, 503.
    queue_s: float = 2.0
    #: Connections to one upstream, in one worker.
    upstream_connections: int = 256
    #: Requests that may wait for one of them; beyond, 503.
    queued: int = 256
    #: From SIGTERM to the last in-flight request.
    drain_s: float = 30.0


def limits_of(settings: Settings) -> Limits:
    """The gateway's bounds, as deployment sets them.

    Errors: ConfigurationRefused, for bounds that no request could meet.
    """
    faults = [
        f"{name}: {given} is less than any browser needs; at least {least}"
        for name, given, least in (
            ("FIGUIER_MAX_LINE_BYTES", settings.max_line_bytes, 512),
            ("FIGUIER_MAX_FIELDS", settings.max_fields, 20),
            ("FIGUIER_MAX_CHUNK_LINE_BYTES", settings.max_chunk_line_bytes, 16),
            ("FIGUIER_MAX_TRAILER_BYTES", settings.max_trailer_bytes, 2),
        )
        if given < least
    ]
    if settings.max_head_bytes < settings.max_line_bytes + _LEAST_HEAD:
        faults.append(
            f"FIGUIER_MAX_HEAD_BYTES: {settings.max_head_bytes} leaves no room for a request line"
            f" of FIGUIER_MAX_LINE_BYTES ({settings.max_line_bytes}) and its fields"
        )
    if faults:
        raise ConfigurationRefused(faults)
    return Limits(
        request_line=settings.max_line_bytes,
        head=settings.max_head_bytes,
        fields=settings.max_fields,
        chunk_line=settings.max_chunk_line_bytes,
        trailers=settings.max_trailer_bytes,
        body=settings.max_body_bytes,
        client_head_s=settings.client_head_timeout_s,
        client_body_s=settings.client_body_timeout_s,
        client_idle_s=settings.client_idle_timeout_s,
        client_write_s=settings.client_write_timeout_s,
        connect_s=settings.connect_timeout_s,
        upstream_head_s=settings.head_timeout_s,
        upstream_idle_s=settings.idle_timeout_s,
        queue_s=settings.queue_timeout_s,
        upstream_connections=settings.upstream_connections,
        queued=settings.queue_length,
        drain_s=settings.drain_timeout_s,
    )
