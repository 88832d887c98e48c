"""The links and buttons that pages of the admin offer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from modules.kernel.ports import Credentials


@dataclass(frozen=True, kw_only=True)
class Action:
    """A link or button that the pages offer.

    Shape: a name that begins with an underscore is one of the generator's own; `is_export`
           leads to the list as a file.
    """

    name: str
    label: str = ""
    credentials: Credentials = ()
    is_export: bool = False


EDIT, DELETE = Action(name="_edit"), Action(name="_delete")
NEW, BACK = Action(name="_new"), Action(name="_list")
SAVE, SAVE_AND_ADD = Action(name="_save"), Action(name="_save_and_add")

#: The list as a file, as every list of gestion offers it.
EXPORT = Action(name="exporter", label="Exporter (CSV)", is_export=True)


@dataclass(frozen=True, kw_only=True)
class BatchAction(Action):
    """Something done to the rows that were ticked, as "relancer" (posted as batchRelancer).

    Shape: `run` gets the session and the rows, and gives the notice shown after, in French.
    """

    run: Callable[[Session, Sequence[Any]], str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a row action did: the notice shown after, in French, and where the visitor goes.

    Shape: the form of `edited`; the list when it is None.
    """

    notice: str
    edited: Any = None


@dataclass(frozen=True, kw_only=True)
class RowAction(Action):
    """A link beside each row, as "archiver": GET /communes/3/ListArchiver."""

    run: Callable[[Session, Any], Outcome]
