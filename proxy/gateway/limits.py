"""What the gateway accepts, and how long it waits: every bound in one frozen value."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds that hold for every connection of a worker.

    Units: bytes, and seconds for the names ending in `_s`.
    """

    #: A longer request line is answered 414.
    request_line: int = 8_192
    #: A longer head is answered 431 (from a client) or 502 (from an upstream).
    head: int = 32_768
    #: More field lines than this in one head are refused likewise.
    fields: int = 100
    #: A chunk's size line, extension included.
    chunk_line: int = 256
    #: The trailer section of a chunked body.
    trailers: int = 8_192
    #: A larger request body is answered 413; 0 means no limit.
    body: int = 2_147_483_648
    #: Bytes of pipelined requests kept while one is answered.
    pipelined: int = 65_536
    #: Declared bodies of at least this size leave Python and are moved by the kernel.
    splice: int = 262_144

    #: From the first byte of a request to the end of its head.
    client_head_s: float = 10.0
    #: Without a byte of the request's body.
    client_body_s: float = 60.0
    #: Between two requests of one connection.
    client_idle_s: float = 75.0
    #: A client that reads nothing of its answer for so long is let go.
    client_write_s: float = 60.0
    #: After an answer that did not wait for the body: what still arrives is thrown away.
    linger_s: float = 2.0

    connect_s: float = 3.0
    #: From the end of the request to the end of the answer's head.
    upstream_head_s: float = 60.0
    #: Without a byte of the answer's body.
    upstream_idle_s: float = 60.0
    #: How long an unused upstream connection is kept.
    upstream_keep_s: float = 30.0
    #: How long a request may wait for a free upstream connection.
    queue_s: float = 2.0
    #: Connections to one upstream, in one worker.
    upstream_connections: int = 128
    #: Requests that may wait for one of them.
    queued: int = 128
    #: From SIGTERM to the last in-flight request.
    drain_s: float = 30.0
