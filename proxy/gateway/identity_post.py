"""Who a visitor is, asked of the Flask processes, which read PHP's sessions."""

import asyncio
import json
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path

from proxy.gateway.goodbye_post import UnixConnection
from proxy.python_door import COHORTS
from proxy.reception import FAILED_S, Asking, IdentityUnknown

#: A visitor waits no longer for it; the answer is then given as to somebody in no cohort.
_PATIENCE_S = 2.0
_THREADS = 4
#: More who wait at once are not asked about: they would wait for each other.
_WAITING = 32


@dataclass(frozen=True, slots=True)
class IdentityPost:
    """Asks the Flask processes which cohort words are true of a visitor."""

    python_socket: Path

    def __call__(self, cookies: bytes) -> Sequence[str]:
        """The words.

        Errors: IdentityUnknown.
        """
        connection = UnixConnection(self.python_socket, _PATIENCE_S)
        try:
            connection.request("POST", "/", cookies, {"X-Figuier-Site": COHORTS})
            response = connection.getresponse()
            found = json.loads(response.read()) if response.status == 200 else None
        except (OSError, HTTPException, ValueError) as error:
            raise IdentityUnknown(f"the Flask processes do not answer: {error}") from error
        finally:
            connection.close()
        if not isinstance(found, list):
            raise IdentityUnknown(f"the Flask processes answered {response.status}")
        return [word for word in found if isinstance(word, str)]


class Identities:
    """Questions in threads of their own, so that the loop never waits for one."""

    def __init__(self, ask: Asking, clock: Callable[[], float] = time.monotonic) -> None:
        self._ask = ask
        self._clock = clock
        self._threads: ThreadPoolExecutor | None = None
        self._waiting = 0
        self._rests_until = 0.0

    def find(self, cookies: bytes, known: Callable[[Sequence[str] | None], None]) -> None:
        """Call `known`, in the loop and never at once, with the words or with None."""
        loop = asyncio.get_running_loop()
        if self._waiting >= _WAITING or self._clock() < self._rests_until:
            loop.call_soon(known, None)
            return
        if self._threads is None:
            self._threads = ThreadPoolExecutor(_THREADS, "identities")
        self._waiting += 1
        asking = loop.run_in_executor(self._threads, self._ask, cookies)

        def answered(future: "asyncio.Future[Sequence[str]]") -> None:
            self._waiting -= 1
            error = future.exception()
            if error is not None:
                self._rests_until = self._clock() + FAILED_S
            known(None if error is not None else future.result())

        asking.add_done_callback(answered)

    def close(self) -> None:
        """Ask nobody any more."""
        if self._threads is not None:
            self._threads.shutdown(wait=False, cancel_futures=True)
