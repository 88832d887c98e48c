"""Requests that are over, as doors tell of them."""

from proxy.evidence.counting import Counters, Labels
from proxy.evidence.happenings import Happening, Place

NOON = 1_795_431_600.0  # 2026-11-23 12:00 in Paris


def labels(**differing: str) -> Labels:
    usual = {
        "backend": "gestion", "application": "frontend", "lot": "events", "route": "/events",
        "stage": "python", "side": "python", "reason": "stage",
    }  # fmt: skip
    return Labels(**(usual | differing))


def happening(
    where: Labels | None = None,
    *,
    at: float = NOON,
    status: int = 200,
    path: str = "/events",
    cookie: str = "",
    client: str = "192.0.2.7",
    bucket: int = -1,
) -> Happening:
    head = f"GET {path} HTTP/1.1\r\nHost: h\r\n"
    head += f"Cookie: lang=fr; symfony={cookie}; x=1\r\n" if cookie else ""
    return Happening(
        Place(where or labels(), path, "0123456789ab"),
        at, status, 0.04, b"GET", b"r1", client.encode(), head.encode(), bucket,
    )  # fmt: skip


def counted(*happenings: Happening) -> Counters:
    """Counters that have counted these."""
    counters = Counters()
    for each in happenings:
        series = counters.of(each.place.labels)
        known = series.by_status.get(each.status) or series.begin(each.status)
        known.add(each.seconds, 100)
    return counters
