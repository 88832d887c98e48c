"""Which event loop a worker runs on."""

import asyncio
import importlib.util

import pytest

from proxy.errors import ConfigurationRefused
from proxy.gateway.loop import loop_of, new_loop

HAS_UVLOOP = importlib.util.find_spec("uvloop") is not None


def test_the_standard_loop_is_there_for_who_asks() -> None:
    loop = new_loop("asyncio")

    assert isinstance(loop, asyncio.SelectorEventLoop)
    loop.close()


@pytest.mark.skipif(not HAS_UVLOOP, reason="uvloop is not installed")
def test_uvloop_is_taken_where_it_is_installed() -> None:
    loop = new_loop("auto")

    assert type(loop).__module__.startswith("uvloop")
    assert loop_of("uvloop") == "uvloop"
    loop.close()


def test_a_uvloop_that_is_missing_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)

    assert loop_of("auto") == "asyncio"
    with pytest.raises(ConfigurationRefused, match="FIGUIER_EVENT_LOOP"):
        loop_of("uvloop")
