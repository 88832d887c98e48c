"""What can go wrong between us and the place where sessions live.

SessionStoreError
├── SessionIdIllegal       the id could not be a session's; nothing was looked at
├── SessionBusy            PHP holds the session longer than we wait
├── SessionOwnerDiffers    PHP would refuse the file: PHP and Python run as different users
├── SessionTooLarge        PHP may read it, we do not; the visitor must keep it
└── SessionStoreDown       the folder, database or server cannot be reached
"""


class SessionStoreError(Exception):
    """A session could not be read or written."""


class SessionIdIllegal(SessionStoreError, ValueError):
    """The id holds something else than letters, digits, comma and dash, or is too long."""


class SessionBusy(SessionStoreError, TimeoutError):
    """The session stayed locked for as long as we wait; ask again later."""


class SessionOwnerDiffers(SessionStoreError, PermissionError):
    """PHP and Python must run as the same user; see docs/how-to/connect-your-symfony.md."""


class SessionStoreDown(SessionStoreError, ConnectionError):
    """The store does not answer; the legacy pages may suffer the same."""


class SessionTooLarge(SessionStoreError, ValueError):
    """The session is bigger, deeper or has more values than Python reads; PHP pages go on."""
