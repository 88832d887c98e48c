"""The laboratory of a site: where its second PHP is, who may sign in, what to start first."""

import json
import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from proxy.errors import ParityFileRefused, ParityRunImpossible
from proxy.parity.lab.sides import Account

#: Its name in the state directory.
FILE_NAME = "laboratory.yaml"

_KEYS = frozenset(
    {"version", "start", "urls", "sessions", "files", "mails", "candidate_files",
     "candidate_mails", "accounts", "sign_in", "session_cookie"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Laboratory:
    """What `laboratory.yaml` says.

    Shape: `start` is a command that starts PHP over the control's copy, says
           {"urls": {backend: url}} as one line when it answers, and ends with its input; without
           it `urls` says where PHP runs. `sessions`, `sign_in` and `session_cookie` are by
           backend; `files` and `mails` are folders that PHP writes to.
    """

    start: tuple[str, ...] = ()
    urls: Mapping[str, str] = field(default_factory=dict)
    sessions: Mapping[str, Path] = field(default_factory=dict)
    sign_in: Mapping[str, str] = field(default_factory=dict)
    session_cookie: Mapping[str, str] = field(default_factory=dict)
    files: tuple[Path, ...] = ()
    mails: tuple[Path, ...] = ()
    candidate_files: tuple[Path, ...] = ()
    candidate_mails: tuple[Path, ...] = ()
    accounts: Mapping[str, tuple[Account, ...]] = field(default_factory=dict)


def read_laboratory(path: Path) -> Laboratory:
    """The laboratory of a file.

    Errors: ParityFileRefused.
    """
    try:
        found = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ParityFileRefused(
            [f"{path}: there is no laboratory; docs/how-to/prove-parity.md says how to make one"]
        ) from None
    except (OSError, UnicodeDecodeError, YAMLError) as error:
        raise ParityFileRefused(
            [f"{path}: cannot be read: {' '.join(str(error).split())}"]
        ) from error
    if not isinstance(found, Mapping) or found.get("version") != 1:
        raise ParityFileRefused([f"{path}: must be a mapping that starts with `version: 1`"])
    unknown = sorted(set(map(str, found)) - _KEYS)
    if unknown:
        raise ParityFileRefused([f"{path}: {name!r} is not a key" for name in unknown])
    return _laboratory(found, path)


def _laboratory(found: Mapping[str, Any], path: Path) -> Laboratory:
    try:
        folders = {
            name: tuple(Path(each) for each in found.get(name) or ())
            for name in ("files", "mails", "candidate_files", "candidate_mails")
        }
        return Laboratory(
            start=tuple(map(str, found.get("start") or ())),
            urls=_texts(found, "urls"),
            sessions={name: Path(each) for name, each in _texts(found, "sessions").items()},
            sign_in=_texts(found, "sign_in"),
            session_cookie=_texts(found, "session_cookie"),
            accounts={
                str(backend): tuple(
                    Account(str(role), str(one["username"]), str(one["password"]))
                    for role, one in roles.items()
                )
                for backend, roles in (found.get("accounts") or {}).items()
            },
            **folders,
        )
    except (TypeError, KeyError, AttributeError, ValueError) as error:
        raise ParityFileRefused(
            [f"{path}: has another shape than docs/reference/parity.md says: {error!r}"]
        ) from error


def _texts(found: Mapping[str, Any], key: str) -> dict[str, str]:
    return {str(name): str(value) for name, value in (found.get(key) or {}).items()}


@contextmanager
def running(laboratory: Laboratory, databases: Mapping[str, str]) -> Iterator[Mapping[str, str]]:
    """The control's addresses by backend, while what was started runs.

    Shape: the command gets `databases` as variables.
    Errors: ParityRunImpossible.
    """
    if not laboratory.start:
        yield laboratory.urls
        return
    try:
        process = subprocess.Popen(
            laboratory.start, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            env={**os.environ, **databases},
        )  # fmt: skip
    except OSError as error:
        raise ParityRunImpossible(f"{laboratory.start[0]} cannot be started: {error}") from error
    try:
        assert process.stdout is not None  # noqa: S101 - it was asked for
        yield {**laboratory.urls, **_said(process.stdout.readline(), laboratory.start)}
    finally:
        process.terminate()
        process.communicate(timeout=30)


def _said(line: bytes, command: Sequence[str]) -> Mapping[str, str]:
    try:
        urls = json.loads(line)["urls"]
        return {str(name): str(url) for name, url in urls.items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        raise ParityRunImpossible(
            f"`{' '.join(command)}` did not say where PHP answers, but {line[:200]!r}"
        ) from None
