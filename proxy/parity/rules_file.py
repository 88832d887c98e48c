"""The parity files, `parity.yaml` of all lots and of each, read with every mistake at once."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from proxy.config import Settings
from proxy.errors import ParityFileRefused
from proxy.parity.ledger import Accepted, AcceptedKind
from proxy.parity.masks import SOMETHING, Mask
from proxy.parity.rules import ColumnMask, LotRules, Thresholds

#: The name of a lot's file in its folder, and of the file of all lots beside the folders.
FILE_NAME = "parity.yaml"

_KEYS = frozenset(
    {"version", "masks", "columns", "accepted", "headers", "safe_on_php", "writes", "visit", "personal", "fill",
     "thresholds"}
)  # fmt: skip
_WHERE = ("selector", "text", "field", "unordered")
_MASK_KEYS = frozenset({"reason", "attribute", "matching", "part", *_WHERE})
_ACCEPTED_KEYS = frozenset(
    {"reason", "owner", "expires", "kind", "field", "route", "control", "candidate"}
)
_ANYTHING = re.compile(r"(?s).*")


def parity_folder(settings: Settings) -> Path:
    """Where the parity files and the code of the lots are."""
    return settings.parity_dir or Path(__file__).resolve().parents[2] / "modules"


def read_rules(folder: Path, lot: str) -> LotRules:
    """What the file of all lots and the lot's own declare together; nothing where there is none.

    Errors: ParityFileRefused, with every mistake of both files.
    """
    reader = _Reader()
    shared = reader.file(folder / FILE_NAME, lot)
    own = reader.file(folder / lot / FILE_NAME, lot)
    if reader.mistakes:
        raise ParityFileRefused(reader.mistakes)
    return LotRules(
        lot,
        masks=(*shared.masks, *own.masks),
        columns=(*shared.columns, *own.columns),
        accepted=(*shared.accepted, *own.accepted),
        headers=(*shared.headers, *own.headers),
        safe_on_php=(*shared.safe_on_php, *own.safe_on_php),
        writes=(*shared.writes, *own.writes),
        visit=(*shared.visit, *own.visit),
        personal=(*shared.personal, *own.personal),
        fill={**shared.fill, **own.fill},
        thresholds=own.thresholds,
    )


@lru_cache(maxsize=64)
def _loaded(text: str) -> Any:
    """The YAML of a file, read once a content: a page of the console asks for every lot's."""
    return YAML(typ="safe").load(text)


@dataclass
class _Reader:
    mistakes: list[str] = field(default_factory=list)
    path: str = ""

    def file(self, path: Path, lot: str) -> LotRules:
        """What one file declares."""
        self.path = str(path)
        try:
            found = _loaded(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return LotRules(lot)
        except (OSError, UnicodeDecodeError, YAMLError) as error:
            self.fault(f"cannot be read: {' '.join(str(error).split())}")
            return LotRules(lot)
        if not isinstance(found, Mapping):
            self.fault("must be a mapping that starts with `version: 1`")
            return LotRules(lot)
        return self.rules(found, lot)

    def rules(self, found: Mapping[str, Any], lot: str) -> LotRules:
        self.unknown_keys(found, _KEYS, "the file")
        if found.get("version") != 1:
            self.fault("`version: 1` is missing")
        return LotRules(
            lot,
            masks=self.each(found, "masks", self.mask),
            columns=self.each(found, "columns", self.column),
            accepted=self.each(found, "accepted", self.accepted),
            headers=self.words(found, "headers"),
            safe_on_php=self.words(found, "safe_on_php"),
            writes=self.words(found, "writes"),
            visit=self.words(found, "visit"),
            personal=self.words(found, "personal"),
            fill=self.fill(found),
            thresholds=self.thresholds(found.get("thresholds") or {}),
        )

    def fault(self, text: str) -> None:
        self.mistakes.append(f"{self.path}: {text}")

    def unknown_keys(self, found: Mapping[str, Any], known: frozenset[str], where: str) -> None:
        for key in sorted(set(map(str, found)) - known):
            self.fault(f"{where}: {key!r} is not a key; expected {', '.join(sorted(known))}")

    def each(self, found: Mapping[str, Any], key: str, read: Callable[..., Any]) -> tuple[Any, ...]:
        items = found.get(key) or []
        if not isinstance(items, list):
            self.fault(f"{key}: must be a list")
            return ()
        made = []
        for number, item in enumerate(items, 1):
            if not isinstance(item, Mapping):
                self.fault(f"{key} {number}: must be a mapping")
                continue
            one = read(item, f"{key} {number}")
            if one is not None:
                made.append(one)
        return tuple(made)

    def words(self, found: Mapping[str, Any], key: str) -> tuple[str, ...]:
        items = found.get(key) or []
        if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
            self.fault(f"{key}: must be a list of texts")
            return ()
        return tuple(items)

    def fill(self, found: Mapping[str, Any]) -> dict[str, str]:
        values = found.get("fill") or {}
        if not isinstance(values, Mapping):
            self.fault("fill: must map field names to texts")
            return {}
        return {str(name): str(value) for name, value in values.items()}

    def text(self, found: Mapping[str, Any], key: str, where: str, *, needed: bool = True) -> str:
        value = found.get(key)
        if value is None and not needed:
            return ""
        if not isinstance(value, str) or not value.strip():
            self.fault(f"{where}: {key} is missing")
            return ""
        return value

    def pattern(
        self, found: Mapping[str, Any], key: str, where: str, default: re.Pattern[str]
    ) -> re.Pattern[str]:
        if found.get(key) is None:
            return default
        try:
            return re.compile(str(found[key]), re.DOTALL)
        except re.error as error:
            self.fault(f"{where}: {key} is no regular expression: {error}")
            return default

    def selector(self, found: Mapping[str, Any], key: str, where: str) -> str:
        said = self.text(found, key, where, needed=False)
        try:
            if said:
                LexborHTMLParser("<p>").css(said)
        except SelectolaxError:
            self.fault(f"{where}: {key} is no CSS selector: {said!r}")
            return ""
        return said

    def mask(self, found: Mapping[str, Any], where: str) -> Mask | None:
        self.unknown_keys(found, _MASK_KEYS, where)
        reason = self.text(found, "reason", where)
        if sum(key in found for key in _WHERE) != 1:
            self.fault(f"{where}: say where with exactly one of {', '.join(_WHERE)}")
            return None
        return Mask(
            reason,
            selector=self.selector(found, "selector", where),
            attribute=self.text(found, "attribute", where, needed=False),
            text=self.pattern(found, "text", where, SOMETHING) if "text" in found else None,
            field=self.text(found, "field", where, needed=False),
            unordered=self.selector(found, "unordered", where),
            matching=self.pattern(found, "matching", where, SOMETHING),
            part=self.pattern(found, "part", where, SOMETHING) if "part" in found else None,
        )

    def column(self, found: Mapping[str, Any], where: str) -> ColumnMask | None:
        self.unknown_keys(found, frozenset({"table", "column", "kind", "reason"}), where)
        kind = self.text(found, "kind", where)
        if kind not in {"clock", "any"}:
            self.fault(f"{where}: kind is clock or any, not {kind!r}")
        table, column = (self.text(found, key, where) for key in ("table", "column"))
        return ColumnMask(table, column, kind, self.text(found, "reason", where))

    def accepted(self, found: Mapping[str, Any], where: str) -> Accepted | None:
        self.unknown_keys(found, _ACCEPTED_KEYS, where)
        texts = {key: self.text(found, key, where) for key in ("reason", "owner", "field", "kind")}
        expires = found.get("expires")
        if not isinstance(expires, date):
            self.fault(f"{where}: expires must be a day, as 2027-03-31")
            return None
        if texts["kind"] not in {kind.value for kind in AcceptedKind}:
            self.fault(f"{where}: kind is intended or security, not {texts['kind']!r}")
            return None
        return Accepted(
            texts["reason"],
            texts["owner"],
            expires,
            AcceptedKind(texts["kind"]),
            texts["field"],
            self.text(found, "route", where, needed=False) or "*",
            self.pattern(found, "control", where, _ANYTHING),
            self.pattern(found, "candidate", where, _ANYTHING),
        )

    def thresholds(self, found: Any) -> Thresholds:
        if not isinstance(found, Mapping):
            self.fault("thresholds: must be a mapping")
            return Thresholds()
        self.unknown_keys(found, frozenset({"samples", "rate", "fresh_days"}), "thresholds")
        plain = Thresholds()
        samples = found.get("samples", plain.samples)
        rate, days = found.get("rate", plain.rate), found.get("fresh_days", plain.fresh_days)
        if not (isinstance(samples, int) and samples > 0 and isinstance(days, int) and days > 0):
            self.fault("thresholds: samples and fresh_days must be whole numbers above 0")
            return plain
        if not isinstance(rate, int | float) or not 0 < rate <= 1:
            self.fault("thresholds: rate must be above 0 and at most 1")
            return plain
        return Thresholds(samples, float(rate), days)
