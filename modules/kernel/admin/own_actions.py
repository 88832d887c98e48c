"""What a module adds to its generated pages: actions that answer by themselves, and links to them."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from flask import Response

from modules.kernel.admin.actions import Action
from modules.kernel.admin.addresses import Asked

#: Gets the exchange of the request.
Answer: TypeAlias = Callable[[Any], Response]


@dataclass(frozen=True, kw_only=True)
class LinkAction(Action):
    """A link to an action of the module's own, beside a row or below the list.

    Shape: `path` is what follows the prefix: "/{id}/inscriptions" of a row, "/fusion" of none.
    """

    path: str


@dataclass(frozen=True, kw_only=True)
class OwnAction:
    """An action that answers by itself, under whatever address leads to it.

    Shape: `name` is PHP's, without "execute"; one that `writes` waits for the session first.
    """

    name: str
    answer: Answer
    writes: bool = False


@dataclass(frozen=True, kw_only=True)
class OwnRoute:
    """An address of routing.yml beside the collection's.

    Shape: `pattern` is a regular expression of what follows the prefix, whose groups are the
           parameters; without `methods`, any method will do.
    """

    pattern: str
    action: str
    methods: frozenset[str] = frozenset()
    parameters: Mapping[str, str] = field(default_factory=dict)

    def asked(self, method: str, rest: str) -> Asked | None:
        """What the address asks for; None when it is another one."""
        wire = "GET" if method == "HEAD" else method
        found = re.fullmatch(self.pattern, rest) if wire in (self.methods or {wire}) else None
        return (
            None if found is None else Asked(self.action, {**self.parameters, **found.groupdict()})
        )
