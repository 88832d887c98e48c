"""A typed form in the visitor's own session, under our own key, which PHP carries unread."""

import json
import logging

from legacy_bridge.flask_session import OWN_KEY
from legacy_bridge.php.draft import SessionDraft
from modules.kernel.ports import TypedForm

log = logging.getLogger(__name__)

_PATH = (OWN_KEY, "typed")

#: After an hour nobody expects it any more.
LONGEST_S = 3600


#: What a session holds of one form, where nobody says otherwise.
USUAL_ROOM = 1024 * 1024

#: What a store holds of one form: MySQL's BLOB ends at 64 KiB, memcached's item at 1 MiB, and
#: the session needs some of it.
_ROOM = {"table": 40 * 1024, "memcached": 768 * 1024}


def room_in(store: str, most: int) -> int:
    """How many bytes of a form may be kept in a session of this store, `most` at the most."""
    return min(most, _ROOM.get(store.partition(":")[0], most))


def keep(
    draft: SessionDraft,
    typed: TypedForm,
    now: int,
    *,
    user: int | None = None,
    room: int = USUAL_ROOM,
) -> bool:
    """Whether there was room for this form, which is kept instead of an earlier one.

    Shape: `user` is the account that typed it, None where nobody can tell.
    """
    kept = {
        "page": typed.page,
        "pairs": typed.pairs,
        "user": user,
        "at": now,
    }
    text = json.dumps(kept, ensure_ascii=False)
    if len(text.encode("utf-8", "surrogatepass")) > room:
        log.warning("a form at %s did not fit into a session of this store", typed.page)
        return False
    draft.put(_PATH, text)
    return True


def take(draft: SessionDraft, page: str, now: int, *, user: int | None) -> TypedForm | None:
    """The form kept for this page, which is kept no longer.

    Shape: another account than the one that typed it is given nothing; where PHP ended the session
           nobody knows who typed, and the browser's next account is believed to be the same.
    """
    found = draft.get(_PATH)
    if not isinstance(found, str):
        return None
    try:
        kept = json.loads(found)
        typed = TypedForm(kept["page"], tuple((str(n), str(t)) for n, t in kept["pairs"]))
        typist, age_s = kept["user"], now - kept["at"]
    except (ValueError, TypeError, KeyError):
        draft.remove(_PATH)
        return None
    if typed.page != page and age_s <= LONGEST_S:
        return None
    draft.remove(_PATH)
    is_theirs = typist in (None, user)
    return typed if typed.page == page and is_theirs and age_s <= LONGEST_S else None
