"""Sessions of visitors lose what their texts say of persons, and nothing else."""

from collections.abc import Sequence

import pytest

from proxy.config import read_settings
from proxy.parity.replay.redacted_requests import Unrecordable
from proxy.wiring.recorded_sessions import RecordedSessions

ATTRIBUTES = b"symfony/user/sfUser/attributes|"
SESSIONS = RecordedSessions(read_settings({}))


def test_texts_are_redacted_by_the_keys_of_the_site() -> None:
    seen: list[tuple[Sequence[str], str]] = []

    def redact(keys: Sequence[str], text: str) -> str:
        seen.append((keys, text))
        return text.replace("Zoé", "Xxx")

    data = (
        b'symfony/user/sfUser/culture|s:2:"fr";' + ATTRIBUTES
        + 'a:1:{s:5:"flash";a:2:{s:6:"notice";s:8:"Zoé est";s:1:"n";i:4;}}'.encode()
    )  # fmt: skip

    assert SESSIONS.redacted("gestion", data, redact) == data.replace(
        's:8:"Zoé est'.encode(), b's:7:"Xxx est'
    )
    assert seen == [([], "fr"), (["notice"], "Zoé est")]


@pytest.mark.parametrize(
    "data, why",
    [
        (b"nonsense", "session"),
        (ATTRIBUTES + b'a:1:{s:1:"x";O:3:"Foo":0:{}}', "objects in the session"),
    ],
)
@pytest.mark.parametrize("backend", ["gestion", "vitrine"])
def test_a_session_that_cannot_be_read_whole_is_refused(
    backend: str, data: bytes, why: str
) -> None:
    with pytest.raises(Unrecordable, match=why):
        SESSIONS.redacted(backend, data, lambda _, text: text)
