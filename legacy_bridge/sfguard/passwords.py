"""Passwords as sfGuard stores them: checked strictly, by a closed list of algorithms."""

import hashlib
import hmac
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass

#: From salt and password to the text in the column.
Algorithm = Callable[[bytes], str]


def _md5(data: bytes) -> str:
    return hashlib.md5(data, usedforsecurity=False).hexdigest()


def _sha1(data: bytes) -> str:
    return hashlib.sha1(data, usedforsecurity=False).hexdigest()


#: What the column `algorithm` may say. It names a PHP function, which is never called by name: a
#: site that has one of its own gives its Python twin here, as "myHash::sha256".
ALGORITHMS: Mapping[str, Algorithm] = {"sha1": _sha1, "md5": _md5}


@dataclass(frozen=True, slots=True)
class StoredPassword:
    """The three columns that hold a password.

    Source: sfGuardUser::setPassword: salt first, then the password; a missing salt is empty.
    """

    algorithm: str
    salt: str | None
    password: str | None

    def is_known(self, algorithms: Mapping[str, Algorithm] = ALGORITHMS) -> bool:
        """Whether it can be checked here; what cannot is refused and told to the operator."""
        return self.algorithm in algorithms and bool(self.password)

    def accepts(self, typed: str, algorithms: Mapping[str, Algorithm] = ALGORITHMS) -> bool:
        """Whether `typed` is the password; compared strictly and in constant time.

        Source: PHP compares with ==, which takes any two hashes of the form 0e123… for equal.
        """
        made = self.made_of(typed, algorithms).encode()
        stored = (self.password or "").encode()
        return hmac.compare_digest(made, stored) and self.is_known(algorithms)

    def made_of(self, typed: str, algorithms: Mapping[str, Algorithm] = ALGORITHMS) -> str:
        """What would stand in the column, were `typed` the password; an unknown algorithm's is sha1.

        Shape: so that one that is not in the list takes its time as well; see `is_known`.
        """
        algorithm = algorithms.get(self.algorithm, _sha1)
        return algorithm(f"{self.salt or ''}{typed}".encode("utf-8", "surrogateescape"))


#: Checked when there is no such account, so that the answer takes as long.
NOBODY = StoredPassword("sha1", "0" * 32, "")


def stored_password(
    typed: str, algorithm: str = "sha1", algorithms: Mapping[str, Algorithm] = ALGORITHMS
) -> StoredPassword:
    """What to write so that PHP accepts `typed` at once.

    Errors: KeyError, for an algorithm that is not in the list.
    """
    salt = secrets.token_hex(16)
    made = algorithms[algorithm](f"{salt}{typed}".encode("utf-8", "surrogateescape"))
    return StoredPassword(algorithm, salt, made)
