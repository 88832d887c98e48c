"""Sessions in PHP's own files, whichever framework writes them."""

from functools import partial
from pathlib import Path

from legacy_bridge.php.errors import PhpError
from legacy_bridge.php.formats import SessionFormat, filler
from legacy_bridge.php.session import PhpSession
from legacy_bridge.stores.files import FileSessionStore
from legacy_bridge.stores.save_path import SavePath


def file_store(save_path: Path, layout: SessionFormat, wait_s: float) -> FileSessionStore:
    """The sessions of this session.save_path."""
    return FileSessionStore(
        SavePath.parse(str(save_path)),
        partial(is_whole_session, layout=layout),
        filler=partial(filler, layout),
        wait_s=wait_s,
    )


def is_whole_session(data: bytes, layout: SessionFormat = SessionFormat.PHP) -> bool:
    """Whether bytes read while PHP was writing are a session from end to end."""
    try:
        PhpSession.parse(data, layout)
    except PhpError:
        return False
    return True
