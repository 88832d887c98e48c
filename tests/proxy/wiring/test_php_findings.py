"""PHP's files held against our settings."""

import pytest

from legacy_bridge.checks.doctor import Level
from proxy.config import read_settings
from proxy.wiring.php_findings import php_findings

REDIS, MEMCACHED = "redis://127.0.0.1:6379", "memcached://127.0.0.1:11211"
ON, OFF = {"redis.session.locking_enabled": "1"}, {"memcached.sess_locking": "0"}


@pytest.mark.parametrize(
    ("store", "said", "level", "advice"),
    [
        pytest.param(REDIS, ON, Level.FINE, "", id="redis, both lock"),
        pytest.param(REDIS, {}, Level.FAULT, "redis.session.locking_enabled=1, or add lock=0", id="phpredis locks nothing by itself"),
        pytest.param(f"{REDIS}?lock=0", {}, Level.RISK, "redis.session.locking_enabled=1", id="nobody locks"),
        pytest.param(f"{REDIS}?lock=0", ON, Level.FAULT, "take lock=0 out", id="PHP alone locks"),
        pytest.param(MEMCACHED, {}, Level.FINE, "", id="memcached locks by itself"),
        pytest.param(MEMCACHED, OFF, Level.FAULT, "memcached.sess_locking=1", id="memcached, told not to"),
    ],
)  # fmt: skip
def test_both_sides_must_lock_sessions(
    store: str, said: dict[str, str], level: Level, advice: str
) -> None:
    settings = read_settings({"FIGUIER_SYMFONY1_SESSION_STORE": store})
    found = [one for one in php_findings(settings, said) if "lock" in one.what]

    assert [one.level for one in found] == [level]
    assert advice in found[0].advice


def test_files_are_locked_by_php_itself() -> None:
    assert not [one for one in php_findings(read_settings({}), {}) if "lock" in one.what]
