"""The upstreams of one worker: each legacy application, and the Flask processes."""

from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from proxy.core.decision import Decision, Reason, Side
from proxy.gateway.limits import Limits
from proxy.gateway.pool import Pool

#: Answered by the gateway itself, so that they answer when Flask does not.
OWN_PATHS = frozenset({"/-/health", "/-/metrics"})


def address_of(url: str) -> tuple[str, int]:
    """The host and port that an upstream's URL names."""
    parts = urlsplit(url)
    return parts.hostname or "", parts.port or 80


class Pools:
    """One pool an upstream, made at its first use.

    Shape: `overrides` gives the URL of a backend where deployment differs from `routing.yaml`;
           `python_socket` is the path of the Unix socket the Flask processes listen on.
    """

    def __init__(
        self,
        python_socket: str,
        overrides: Mapping[str, str],
        limits: Limits,
        clock: Callable[[], float],
    ) -> None:
        self._overrides = overrides
        self._limits = limits
        self._clock = clock
        self._legacy: dict[str, Pool] = {}
        self.python = Pool("python", python_socket, limits, clock)

    def of(self, decision: Decision) -> Pool | None:
        """The upstream that answers; None when the gateway does."""
        if decision.reason is Reason.OURS and decision.path in OWN_PATHS:
            return None
        if decision.side is Side.PYTHON:
            return self.python
        backend = decision.backend
        url = self._overrides.get(backend.name, backend.url)
        pool = self._legacy.get(url)
        if pool is None:
            pool = Pool(backend.name, address_of(url), self._limits, self._clock)
            self._legacy[url] = pool
        return pool

    def all(self) -> list[Pool]:
        """Every pool in use."""
        return [*self._legacy.values(), self.python]

    def close(self) -> None:
        """Let every upstream connection go as soon as its answer is whole."""
        for pool in self.all():
            pool.close()
