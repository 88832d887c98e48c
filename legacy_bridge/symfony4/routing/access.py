"""access_control of security.yaml: which roles an address wants."""

import re
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedSeq
from ruamel.yaml.error import YAMLError

from legacy_bridge.symfony1.places import Doubt, Spot


@dataclass(frozen=True, slots=True)
class AccessRule:
    """One line of access_control: the first that fits a path counts."""

    path: re.Pattern[str]
    roles: tuple[str, ...]


def read_access(folder: Path) -> tuple[list[AccessRule], list[Doubt]]:
    """The rules of a project, in their order."""
    file = "config/packages/security.yaml"
    path = folder / file
    if not path.is_file():
        return [], [Doubt(Spot(file), "there is none: who may see what is unknown")]
    try:
        found = YAML(typ="rt").load(StringIO(path.read_text(encoding="utf-8")))
    except (YAMLError, UnicodeDecodeError) as error:
        return [], [Doubt(Spot(file), str(error).partition("\n")[0])]
    security = found.get("security") if isinstance(found, dict) else None
    said = security.get("access_control") if isinstance(security, dict) else None
    rules: list[AccessRule] = []
    doubts: list[Doubt] = []
    for number, one in enumerate(said if isinstance(said, CommentedSeq) else ()):
        line = said.lc.item(number)[0] + 1 if isinstance(said, CommentedSeq) else 1
        try:
            rules.append(_rule(one))
        except (re.error, TypeError, AttributeError) as error:
            doubts.append(Doubt(Spot(file, line), f"a rule that is not understood: {error}"))
    return rules, doubts


def _rule(one: Any) -> AccessRule:
    roles = one.get("roles", one.get("role")) or []
    listed = roles if isinstance(roles, list) else str(roles).split(",")
    return AccessRule(re.compile(str(one.get("path") or "")), tuple(str(r).strip() for r in listed))


_ANYBODY = {"PUBLIC_ACCESS", "IS_AUTHENTICATED_ANONYMOUSLY"}


def wanted_words(rules: list[AccessRule], path: str) -> str:
    """Who may see a path, in words.

    Source: AccessMap::getPatterns, AffirmativeBased: one role is enough.
    """
    rule = next((each for each in rules if each.path.search(path)), None)
    if rule is None or not rule.roles or _ANYBODY & set(rule.roles):
        return "public"
    return " or ".join(rule.roles)
