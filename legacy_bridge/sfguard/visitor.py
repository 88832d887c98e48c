"""Who the visitor of a request is: the session's word, checked against the account as it is now."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from legacy_bridge.sfguard.accounts import Account, Accounts
from legacy_bridge.sfguard.remember import KeyRefusal, RememberKeys
from legacy_bridge.symfony1.credentials import Expression, permits
from legacy_bridge.symfony1.live import LiveSession


@dataclass(slots=True)
class Visitor:
    """A session and the account it names.

    Shape: `accounts` is called once, when somebody has signed in and it matters who; `tell` hears
        of those PHP would still let in.
    """

    live: LiveSession
    accounts: Callable[[], Accounts]
    tell: Callable[[str], None] = lambda _: None
    _account: Account | None = field(default=None, init=False)
    _asked_for: int | None = field(default=None, init=False)

    @property
    def account(self) -> Account | None:
        """The account, active now; None for an anonymous, deleted or switched-off one."""
        user_id = self.live.user.user_id
        if user_id != self._asked_for:
            found = self.accounts().with_id(user_id) if user_id is not None else None
            if user_id is not None and (found is None or not found.is_active):
                self.tell(f"account {user_id} is deleted or switched off, yet its session lives")
            self._account = found if found is not None and found.is_active else None
            self._asked_for = user_id
        return self._account

    @property
    def is_signed_in(self) -> bool:
        """Whether the session is signed in and its account still may."""
        return self.account is not None

    def holds(self, wanted: Expression) -> bool:
        """Whether the visitor may pass; a super admin is looked up at each request.

        Source: sfGuardSecurityUser::hasCredential.
        """
        account = self.account
        if account is None:
            return False
        return account.is_super_admin or permits(self.live.user.credentials, wanted)

    def sign_in(self, account: Account, now: datetime) -> None:
        """Sign this account in as sfGuard does; `now` is PHP's local time."""
        accounts = self.accounts()
        self.live.sign_in(account.id, accounts.permissions(account.id))
        accounts.signed_in_at(account.id, now)

    def sign_in_by_key(self, key: str, keys: RememberKeys, now: datetime) -> KeyRefusal | None:
        """Sign the owner of a remember key in; why not, when it opens nothing."""
        owner = keys.owner(key, now)
        if isinstance(owner, KeyRefusal):
            self.tell(f"a remember key was refused: {owner}")
            return owner
        self.sign_in(owner, now)
        return None

    def sign_out(self, keys: RememberKeys) -> None:
        """Sign out everywhere: another id, and no remember key left, which sfGuard forgets."""
        if self.live.user.user_id is not None:
            keys.revoke(self.live.user.user_id)
        self.live.sign_out()
