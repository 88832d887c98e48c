"""What PHP really reads: its php.ini and pool files, without asking a running PHP."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

_SECTION = re.compile(r"\[([^\]]+)\]\s*")
_LINE = re.compile(r"([A-Za-z_][\w.]*)(?:\[([\w.]+)\])?\s*=\s*(.*)")

#: Words that php.ini and FPM take for on and off. Source: php-src Zend/zend_ini_scanner.l.
_ON, _OFF = {"on", "yes", "true"}, {"off", "no", "false", "none"}


def php_settings(files: Iterable[Path], pool: str) -> Mapping[str, str]:
    """Settings by name as a page of this pool finds them; environment variables as `env[TZ]`.

    Shape: files in PHP's order, a folder standing for its *.ini and *.conf; later ones win, a
        pool's php_value over php.ini, and its php_admin_value over both; of two of one name in a
        pool the first wins. A page's own ini_set is not seen here.
    Errors: OSError.
    """
    plain: dict[str, str] = {}
    values: dict[str, str] = {}
    admin: dict[str, str] = {}
    for path in _each(files):
        section = ""
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
            text = line.strip()
            if found := _SECTION.fullmatch(text):
                section = found[1]
            elif (found := _LINE.fullmatch(text)) and not text.startswith((";", "#")):
                name, inner, value = found[1], found[2], _value(found[3])
                if inner is None and not section.upper().startswith(("HOST=", "PATH=")):
                    plain[name] = value
                elif inner is not None and section == pool:
                    _put(name, inner, value, values, admin)
    return {**plain, **values, **admin}


def session_names(files: Iterable[Path], except_pool: str) -> frozenset[str]:
    """What php.ini and each other pool call their session's cookie.

    Shape: a page's own session_name, as framework.yaml may set one, is not seen here.
    Errors: OSError.
    """
    known = tuple(files)
    others = _pools(known) - {except_pool}
    return frozenset(php_settings(known, pool).get("session.name", "PHPSESSID") for pool in others)


def _pools(files: Iterable[Path]) -> set[str]:
    found = set()
    for path in _each(files):
        section = ""
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
            if header := _SECTION.fullmatch(line.strip()):
                section = header[1]
            elif re.match(r"\s*listen\s*=", line):
                found.add(section)
    return found


def _put(kind: str, name: str, value: str, values: dict[str, str], admin: dict[str, str]) -> None:
    if kind in {"php_admin_value", "php_admin_flag"}:
        admin.setdefault(name, value)
    elif kind in {"php_value", "php_flag"}:
        values.setdefault(name, value)
    elif kind == "env":
        values.setdefault(f"env[{name}]", value)


def _each(files: Iterable[Path]) -> Iterable[Path]:
    for path in files:
        if path.is_dir():
            yield from sorted(p for p in path.iterdir() if p.suffix in {".ini", ".conf"})
        else:
            yield path


def _value(text: str) -> str:
    if text[:1] in {'"', "'"}:
        return text[1:].partition(text[0])[0]
    bare = text.partition(";")[0].strip()
    if bare.lower() in _ON:
        return "1"
    return "0" if bare.lower() in _OFF else bare
