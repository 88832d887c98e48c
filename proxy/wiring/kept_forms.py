"""A typed form in the visitor's own session, under our own key, which PHP carries unread."""

import json

from legacy_bridge.flask_session import OWN_KEY
from legacy_bridge.symfony1.live import LiveSession
from modules.kernel.ports import TypedForm

_PATH = (OWN_KEY, "typed")

#: After an hour nobody expects it any more.
LONGEST_S = 3600


def keep(live: LiveSession, typed: TypedForm) -> None:
    """Keep this form instead of an earlier one."""
    kept = {
        "page": typed.page,
        "pairs": typed.pairs,
        "user": live.timed_out_user_id,
        "at": live.started_at,
    }
    live.draft.put(_PATH, json.dumps(kept, ensure_ascii=False))


def take(live: LiveSession, page: str) -> TypedForm | None:
    """The form kept for this page, which is kept no longer.

    Shape: another account than the one that typed it is given nothing; where PHP ended the session
           nobody knows who typed, and the browser's next account is believed to be the same.
    """
    found = live.draft.get(_PATH)
    if not isinstance(found, str):
        return None
    try:
        kept = json.loads(found)
        typed = TypedForm(kept["page"], tuple((str(n), str(t)) for n, t in kept["pairs"]))
        user, age_s = kept["user"], live.started_at - kept["at"]
    except (ValueError, TypeError, KeyError):
        live.draft.remove(_PATH)
        return None
    if typed.page != page and age_s <= LONGEST_S:
        return None
    live.draft.remove(_PATH)
    is_theirs = user in (None, live.user.user_id)
    return typed if typed.page == page and is_theirs and age_s <= LONGEST_S else None
