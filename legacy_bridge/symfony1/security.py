"""security.yml: which actions want a sign-in, and which credentials."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from legacy_bridge.symfony1.credentials import Expression
from legacy_bridge.symfony1.places import NotUnderstood
from legacy_bridge.symfony1.sfyaml.files import read_yaml


class SecurityUnreadable(ValueError):
    """A security.yml says something symfony could not mean; the message names file and key."""


@dataclass(frozen=True, slots=True)
class SecurityRule:
    """What one action wants."""

    is_secure: bool
    credentials: Expression = ()


@dataclass(frozen=True, slots=True)
class Security:
    """The rules of one module: by action, in lower case, and for all others.

    Source: sfSecurityConfigHandler, sfAction::getSecurityValue: the action's own word, else what
        is said of `all`, else not secure; null is nothing said (isset); `all` is laid over
        `default`.
    """

    actions: Mapping[str, Mapping[str, Any]]

    @classmethod
    def of_module(cls, files: Iterable[Path]) -> "Security":
        """The rules of a module: the application's security.yml, then the module's own.

        Shape: files that do not exist are left out. They are laid over one another key by key;
            **lists as well**, by position, as symfony does it: [a, b] under [c] gives [c, b].
        Errors: SecurityUnreadable.
        """
        merged: dict[str, Any] = {}
        for path in files:
            if path.is_file():
                merged = _laid_over(merged, _read(path))
        rules = _laid_over(merged.pop("default", {}), merged.pop("all", {}))
        return cls({"all": rules, **merged})

    def rule(self, action: str) -> SecurityRule:
        """What this action wants; symfony compares its name in lower case."""
        own, others = self.actions.get(action.lower(), {}), self.actions["all"]
        is_secure, credentials = (
            others.get(word) if own.get(word) is None else own[word]
            for word in ("is_secure", "credentials")
        )
        return SecurityRule(bool(is_secure), _expression(credentials))


def _read(path: Path) -> dict[str, Any]:
    try:
        # As symfony 1.4 reads it when told to keep to YAML 1.1: on, off, yes and no count.
        found = read_yaml(path, spec="1.1").value
    except NotUnderstood as error:
        raise SecurityUnreadable(str(error)) from error
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise SecurityUnreadable(f"{path}: expected actions and what they want")
    rules = {str(action).lower(): wants or {} for action, wants in found.items()}
    for action, wants in rules.items():
        if not isinstance(wants, dict):
            raise SecurityUnreadable(f"{path}, {action}: expected is_secure or credentials")
        if not _is_expression(wants.get("credentials")):
            raise SecurityUnreadable(f"{path}, {action}: credentials are words and lists of them")
    return rules


def _is_expression(found: object) -> bool:
    if isinstance(found, list):
        return all(each is not None and _is_expression(each) for each in found)
    return found is None or isinstance(found, str | int)


def _expression(found: object) -> Expression:
    if isinstance(found, dict | list):
        return tuple(_expression(each) for each in _by_position(found).values())
    return () if found is None or found == "" else str(found)


def _by_position(found: dict[Any, Any] | list[Any]) -> dict[Any, Any]:
    return dict(enumerate(found)) if isinstance(found, list) else found


def _laid_over(below: Any, above: Any) -> Any:
    """`above` over `below`. Source: sfToolkit::arrayDeepMerge."""
    if not (isinstance(below, dict | list) and isinstance(above, dict | list)):
        return above
    merged = dict(_by_position(below))
    for key, value in _by_position(above).items():
        merged[key] = _laid_over(merged[key], value) if key in merged else value
    return merged
