"""Sign-in and sign-out as sfGuardAuth does them, for the day Python answers /login and /logout."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from legacy_bridge.sfguard.own_passwords import OwnPasswords
from legacy_bridge.sfguard.passwords import ALGORITHMS, Algorithm
from legacy_bridge.sfguard.remember import RememberCookie, RememberKeys
from legacy_bridge.sfguard.sign_in import SignIn, sign_in, sign_in_with_own
from legacy_bridge.sfguard.visitor import Visitor
from legacy_bridge.symfony1.live import LiveSession

#: The attribute under which symfony keeps the page that was wanted before the sign-in.
REFERER = "referer"


@dataclass(frozen=True, slots=True)
class Passage:
    """What a visitor takes along: cookies to set, and where to go when signed in."""

    result: SignIn
    cookies: tuple[str, ...] = ()
    go_to: str = ""


@dataclass(frozen=True, slots=True)
class Gate:
    """Lets visitors in and out; the caller commits, then closes the session.

    Shape: `algorithms` are those of passwords.ALGORITHMS and the site's own. With `own`, asked
        once for each sign-in, our table of passwords counts before PHP's columns.
    """

    visitor: Visitor
    keys: RememberKeys
    cookie: RememberCookie = field(default_factory=RememberCookie)
    algorithms: Mapping[str, Algorithm] = field(default_factory=lambda: ALGORITHMS)
    own: Callable[[], OwnPasswords] | None = None

    @property
    def live(self) -> LiveSession:
        """The visitor's session."""
        return self.visitor.live

    def sign_in(
        self,
        login: str,
        password: str,
        now: datetime,
        *,
        remembers: bool = False,
        address: str = "",
    ) -> Passage:
        """Signed in under another id, with the legacy's permissions and a remember key if asked.

        Shape: a refused visitor's session stays as it is. `now` has PHP's zone; `address` is the
            browser's, for the key's row.
        Source: sfGuardAuthActions::executeSignin, sfGuardSecurityUser::signIn.
        """
        local = now.replace(tzinfo=None, microsecond=0)
        if self.own is None:
            result = sign_in(self.visitor.accounts(), login, password, self.algorithms)
        else:
            result = sign_in_with_own(self.own(), login, password, local)
        if result.account is None or result.refusal is not None:
            return Passage(result)
        self.visitor.sign_in(result.account, local)
        cookies: tuple[str, ...] = ()
        if remembers:
            key = self.keys.issue(result.account.id, address, local)
            cookies = (self.cookie.header(key, now),)
        return Passage(result, cookies, self._take_referer())

    def sign_out(self) -> tuple[str, ...]:
        """Signed out under another id, no remember key left; the cookies that say so.

        Source: sfGuardSecurityUser::signOut, which leaves the key's row.
        """
        self.visitor.sign_out(self.keys)
        return (self.cookie.removal(),)

    def _take_referer(self) -> str:
        wanted = self.live.user.attribute(REFERER)
        self.live.user.remove_attribute(REFERER)
        return wanted if isinstance(wanted, str) else ""
