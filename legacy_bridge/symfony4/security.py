"""security.yaml: which addresses want which roles, and which roles imply others."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from io import StringIO
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from legacy_bridge.symfony4.identity import FULLY, reachable

#: Roles that say how somebody signed in, not what they may. Source: AuthenticatedVoter.
PUBLIC = frozenset({"PUBLIC_ACCESS", "IS_AUTHENTICATED_ANONYMOUSLY"})
SIGNED_IN = frozenset({"IS_AUTHENTICATED", "IS_AUTHENTICATED_REMEMBERED"})
#: What the second of Symfony's own voters is asked about.
HOW = PUBLIC | SIGNED_IN | {FULLY}

_PORT = re.compile(r":\d+$", re.ASCII)
_POSIX_CLASS = re.compile(r"\[:\^?\w+:\]")


class AccessUnreadable(ValueError):
    """security.yaml says something we cannot take over; the message names the file and the rule."""


@dataclass(frozen=True, slots=True)
class AccessRule:
    """One line of access_control.

    Shape: `path` and `host` are searched for, as Symfony does it; empty `methods` are all;
        `is_closed` stands for what only PHP can decide (allow_if, ips): Python refuses there.
    """

    path: re.Pattern[str]
    roles: tuple[str, ...] = ()
    methods: frozenset[str] = frozenset()
    host: re.Pattern[str] | None = None
    is_closed: bool = False

    def concerns(self, path: str, method: str, host: str) -> bool:
        """Whether this line is the one for the request."""
        return (
            self.path.search(path) is not None
            and (not self.methods or method.upper() in self.methods)
            and (self.host is None or self.host.search(host) is not None)
        )


class Strategy(StrEnum):
    """How the voters' words about a rule's roles are counted.

    Shape: `unknown` is a service of the site's own, or a way Symfony 4.4 has not.
    """

    AFFIRMATIVE = "affirmative"
    CONSENSUS = "consensus"
    UNANIMOUS = "unanimous"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Counting:
    """security.yaml's access_decision_manager."""

    strategy: Strategy = Strategy.AFFIRMATIVE
    is_tie_enough: bool = True

    def permits(self, wanted: frozenset[str], held: frozenset[str]) -> bool:
        """Whether the two voters that Symfony itself has let somebody pass.

        Source: AccessDecisionManager of Symfony 4.4, which asks for each role by itself only when
            all must agree; RoleHierarchyVoter, AuthenticatedVoter.
        """
        match self.strategy:
            case Strategy.AFFIRMATIVE:
                return bool(wanted & held)
            case Strategy.UNANIMOUS:
                return wanted <= held
            case Strategy.CONSENSUS:
                votes = [bool(kind & held) for kind in (wanted & HOW, wanted - HOW) if kind]
                against = len(votes) - sum(votes)
                return sum(votes) > against or (sum(votes) == against and self.is_tie_enough)
            case Strategy.UNKNOWN:
                return False


@dataclass(frozen=True, slots=True)
class SymfonyAccess:
    """What security.yaml lets whom do.

    Shape: the first rule that concerns a request counts, and no other.
    Source: Symfony's AccessMap, AccessListener, RequestMatcher.
    """

    rules: tuple[AccessRule, ...] = ()
    hierarchy: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    counting: Counting = field(default_factory=Counting)

    @classmethod
    def of_file(cls, path: Path) -> "SymfonyAccess":
        """The rules of config/packages/security.yaml.

        Errors: AccessUnreadable.
        """
        security = _security(path)
        control = security.get("access_control") or []
        hierarchy = security.get("role_hierarchy") or {}
        if not isinstance(control, list) or not isinstance(hierarchy, dict):
            raise AccessUnreadable(f"{path}: expected a list of rules and a hierarchy of roles")
        return cls(
            tuple(_rule(f"{path}, rule {n}", line) for n, line in enumerate(control, 1)),
            {role: _words(implied) for role, implied in hierarchy.items()},
            _counting(security.get("access_decision_manager") or {}),
        )

    def allows(
        self,
        roles: Iterable[str] | None,
        path: str,
        method: str = "GET",
        host: str = "",
    ) -> bool:
        """Whether somebody with these roles may; None for a visitor who has not signed in.

        Shape: any one of a rule's roles is enough, unless the site counts votes otherwise; that
            a password was typed is one of the roles (identity.FULLY).
        """
        host = _PORT.sub("", host).lower()  # Source: HttpFoundation's Request::getHost
        rule = next((one for one in self.rules if one.concerns(path, method, host)), None)
        if rule is None:
            return True
        if rule.is_closed:
            return False
        if not rule.roles:
            return True
        held = PUBLIC
        if roles is not None:
            held |= reachable(frozenset(roles), self.hierarchy) | SIGNED_IN
        return self.counting.permits(frozenset(rule.roles), held)


def login_path(path: Path, firewall: str) -> str | None:
    """Where security.yaml has this firewall (or the one of this context) sign people in.

    Shape: a path, or the name of a route; None where it names no form.
    Errors: AccessUnreadable.
    """
    firewalls = _security(path).get("firewalls")
    for name, rules in firewalls.items() if isinstance(firewalls, dict) else ():
        if not isinstance(rules, dict) or firewall not in (name, rules.get("context")):
            continue
        if "form_login" in rules:
            form = rules["form_login"]
            return str(form.get("login_path") or "/login") if isinstance(form, dict) else "/login"
    return None


def _security(path: Path) -> dict[str, Any]:
    try:
        found = YAML(typ="safe", pure=True).load(StringIO(path.read_text(encoding="utf-8")))
    except (OSError, YAMLError, UnicodeDecodeError) as error:
        raise AccessUnreadable(f"{path}: {error}") from error
    security = found.get("security") if isinstance(found, dict) else None
    if not isinstance(security, dict):
        raise AccessUnreadable(f"{path}: expected the key `security`")
    return security


def _counting(said: object) -> Counting:
    known = {"strategy", "allow_if_all_abstain", "allow_if_equal_granted_denied"}
    if not isinstance(said, dict) or set(said) - known:
        return Counting(Strategy.UNKNOWN)
    word = said.get("strategy") or Strategy.AFFIRMATIVE
    is_tie_enough = said.get("allow_if_equal_granted_denied", True) is True
    if word not in set(Strategy):
        return Counting(Strategy.UNKNOWN)
    return Counting(Strategy(word), is_tie_enough)


def _rule(place: str, line: object) -> AccessRule:
    if not isinstance(line, dict):
        raise AccessUnreadable(f"{place}: expected path and roles")
    try:
        path = _pattern(line.get("path") or "")
        host = _pattern(line["host"], re.IGNORECASE) if line.get("host") else None
    except re.error as error:
        raise AccessUnreadable(f"{place}: {error}") from error
    unknown = set(line) - {"path", "roles", "role", "methods", "host", "requires_channel"}
    methods = frozenset(word.upper() for word in _words(line.get("methods")))
    roles = _words(line.get("roles", line.get("role")))
    return AccessRule(path, roles, methods, host, is_closed=bool(unknown))


def _pattern(found: object, flags: int = 0) -> re.Pattern[str]:
    """An expression of Symfony's, which reads bytes: no letter of it is beyond ASCII.

    Errors: re.error, for what Python would read as something else.
    """
    if _POSIX_CLASS.search(str(found)):
        raise re.error("a POSIX class, as [:alpha:], means something else in Python", str(found))
    return re.compile(str(found), flags | re.ASCII)


def _words(found: Any) -> tuple[str, ...]:
    if isinstance(found, list):
        return tuple(str(each) for each in found)
    return tuple(re.split(r"\s*,\s*", str(found))) if found else ()
