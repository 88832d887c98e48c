"""Who asks, as one worker knows them: their addresses, their cohorts, their goodbyes."""

from dataclasses import dataclass
from pathlib import Path

from proxy.config import Settings
from proxy.core.goodbyes import GoodbyeSign
from proxy.gateway.goodbye_post import GoodbyePost
from proxy.gateway.identity_post import Identities, IdentityPost
from proxy.gateway.visitors import Visitors
from proxy.goodbyes import Farewells, GoodbyeCounts, Goodbyes
from proxy.reception import Reception, reception_of


@dataclass(frozen=True, slots=True)
class People:
    """What is made for everybody who asks; `goodbyes` counts what became of theirs."""

    visitors: Visitors
    reception: Reception
    identities: Identities
    farewells: Farewells
    goodbyes: GoodbyeCounts


def people_of(settings: Settings, python_socket: Path) -> People:
    """Who asks, under these settings; the Flask processes know who is signed in."""
    goodbyes = Goodbyes(GoodbyePost(python_socket))
    sign = GoodbyeSign(
        settings.symfony1_remember_cookie.encode(), settings.symfony1_session_cookie.encode()
    )
    return People(
        Visitors(settings.trusted_proxies, settings.public_scheme),
        reception_of(settings),
        Identities(IdentityPost(python_socket)),
        Farewells(sign, goodbyes.hear),
        goodbyes.counts,
    )
