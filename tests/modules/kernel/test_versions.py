from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import ForeignKey, Integer, String, text
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from modules.kernel.behaviours import Timestamped
from modules.kernel.database import Database
from modules.kernel.versions import Versioned
from tests.fakes.gardens import StoppedClock


class Base(DeclarativeBase):
    pass


class Page(Timestamped, Versioned, Base):
    __tablename__ = "page"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    title: Mapped[str] = mapped_column("titre", String(20))


class PageVersion(Timestamped, Base):
    __tablename__ = "page_version"

    id: Mapped[int] = mapped_column(ForeignKey("page.id"), primary_key=True)
    title: Mapped[str] = mapped_column("titre", String(20))
    version: Mapped[int] = mapped_column(Integer, primary_key=True)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    database = Database(f"sqlite:///{tmp_path}/versions.db", StoppedClock())
    Base.metadata.create_all(database.engine)
    with database.session() as opened:
        yield opened
    database.engine.dispose()


def states(session: Session) -> list[tuple[object, ...]]:
    found = session.execute(text("SELECT id, version, titre FROM page_version ORDER BY version"))
    return [tuple(row) for row in found]


def test_each_state_of_a_row_is_kept_with_its_number(session: Session) -> None:
    page = Page(title="one")
    session.add(page)
    session.commit()
    page.title = "two"
    session.commit()

    assert page.version == 2
    assert states(session) == [(1, 1, "one"), (1, 2, "two")]


def test_a_row_that_is_unchanged_has_no_new_version(session: Session) -> None:
    page = Page(title="one")
    session.add(page)
    session.commit()
    page.title = "one"
    session.commit()

    assert states(session) == [(1, 1, "one")]


def test_numbers_go_on_after_those_that_php_gave(session: Session) -> None:
    page = Page(title="one")
    session.add(page)
    session.commit()
    session.execute(text("INSERT INTO page_version (id, version, titre) VALUES (1, 7, 'php')"))
    page.title = "two"
    session.commit()

    assert page.version == 8
