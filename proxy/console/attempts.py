"""How often somebody may try to sign in: counted in the state database, for all processes at once."""

from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, insert, select

from proxy.console.tables import ATTEMPTS

WINDOW_S = 900.0
#: A quarter of an hour's attempts: one client on one account, one client on any, any on one.
MOST_OF_PAIR = 5
MOST_OF_CLIENT = 30
MOST_OF_ACCOUNT = 50
_KEPT_S = 86_400.0


@dataclass(frozen=True, slots=True)
class Attempt:
    """Somebody who tries to sign in.

    Units: `at` is seconds since 1970.
    """

    account: str
    client: str
    at: float


def admit(connection: Connection, attempt: Attempt) -> bool:
    """Whether the attempt may be made; it counts from now on, before any password is compared.

    Counted first, so that attempts at the same moment in several processes see each other.
    """
    connection.execute(
        insert(ATTEMPTS).values(
            at=attempt.at, account=attempt.account[:64], client=attempt.client[:64]
        )
    )
    connection.execute(delete(ATTEMPTS).where(ATTEMPTS.c.at < attempt.at - _KEPT_S))
    of_client = ATTEMPTS.c.client == attempt.client[:64]
    of_account = ATTEMPTS.c.account == attempt.account[:64]
    limits = (
        (MOST_OF_PAIR, (of_client, of_account)),
        (MOST_OF_CLIENT, (of_client,)),
        (MOST_OF_ACCOUNT, (of_account,)),
    )
    recent = ATTEMPTS.c.at > attempt.at - WINDOW_S
    for most, conditions in limits:
        query = select(func.count()).select_from(ATTEMPTS).where(recent, *conditions)
        if (connection.execute(query).scalar() or 0) > most:
            return False
    return True


def forgive(connection: Connection, attempt: Attempt) -> None:
    """A right password makes earlier mistakes of the same client on that account count no more."""
    connection.execute(
        delete(ATTEMPTS).where(
            ATTEMPTS.c.account == attempt.account[:64], ATTEMPTS.c.client == attempt.client[:64]
        )
    )
