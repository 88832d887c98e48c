"""Credential expressions of security.yml: who may pass."""

from collections.abc import Container, Sequence
from typing import TypeAlias

#: A credential, or several: at the top all are needed, one level deeper any, and so on.
Expression: TypeAlias = str | Sequence["Expression"]


def permits(held: Container[str], wanted: Expression, *, is_and: bool = True) -> bool:
    """Whether the credentials held satisfy the expression.

    Shape: "a" · ["a", "b"] both · [["a", "b"]] one of them · ["a", ["b", "c"]] a and one of b, c.
        No credential at all is satisfied by anybody who has signed in.
    Source: sfBasicSecurityUser::hasCredential, whose comparison is loose; ours is not.
    """
    if isinstance(wanted, str):
        return wanted in held
    results = (permits(held, each, is_and=not is_and) for each in wanted)
    return all(results) if is_and else any(results)
