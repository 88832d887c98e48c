"""Files and mails left behind are compared without what chance put in their names."""

from pathlib import Path

import pytest

from proxy.parity.lab.files import (
    Kept,
    file_differences,
    kept_since,
    mail_differences,
    stamps_of,
)

MAIL = "Date: {date}\r\nFrom: a@b.example\r\nTo: {to}\r\nSubject: =?UTF-8?Q?=C3=89t=C3=A9?=\r\n\r\n{text}\r\n"


def mail(
    to: str = "x@y.example", text: str = "Bonjour", date: str = "Mon, 23 Nov 2026 15:00:00 +0100"
) -> Kept:
    return Kept("#.eml", MAIL.format(date=date, to=to, text=text).encode())


PARTS = """\
From: a@b.example
Content-Type: multipart/mixed; boundary="{edge}"

--{edge}
Content-Type: text/plain; charset=utf-8

Bonjour
--{edge}
Content-Type: text/html; charset=utf-8

<a href="{link}">Bonjour</a>
--{edge}
Content-Type: application/pdf
Content-Disposition: attachment; filename={name}

{file}
--{edge}--
"""


def parts(edge: str = "x", link: str = "/1", name: str = "a.pdf", file: str = "%PDF") -> Kept:
    return Kept("#.eml", PARTS.format(edge=edge, link=link, name=name, file=file).encode())


def test_only_what_is_new_or_changed_is_seen(tmp_path: Path) -> None:
    (tmp_path / "old").write_text("1")
    before = stamps_of([tmp_path, tmp_path / "absent"])
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "20261123-150405-0a1b2c3d.eml").write_text("2")
    (tmp_path / "old").write_text("11")

    found = kept_since([tmp_path], before)

    assert found == [Kept("#-#-#.eml", b"2"), Kept("old", b"11")]


@pytest.mark.parametrize(
    "candidate, fields",
    [
        pytest.param([Kept("a", b"1")], [], id="same"),
        pytest.param([Kept("a", b"2")], ["file a"], id="another content"),
        pytest.param([], ["file a"], id="not made"),
        pytest.param([Kept("a", b"1"), Kept("b", b"1")], ["file b"], id="one more"),
    ],
)
def test_files_are_compared(candidate: list[Kept], fields: list[str]) -> None:
    assert [each.field for each in file_differences([Kept("a", b"1")], candidate)] == fields


@pytest.mark.parametrize(
    "candidate, count",
    [
        pytest.param([mail(date="Tue, 24 Nov 2026 15:00:00 +0100")], 0, id="another moment"),
        pytest.param([], 1, id="not sent"),
        pytest.param([mail(), mail()], 1, id="sent twice"),
        pytest.param([mail(to="z@y.example")], 2, id="to somebody else"),
        pytest.param([mail(text="Bonsoir")], 2, id="other words"),
    ],
)
def test_mails_are_compared(candidate: list[Kept], count: int) -> None:
    assert len(mail_differences([mail()], candidate)) == count


@pytest.mark.parametrize(
    "candidate, count",
    [
        pytest.param(parts(edge="another"), 0, id="another edge"),
        pytest.param(parts(link="/2"), 2, id="another link in the page"),
        pytest.param(parts(name="b.pdf"), 2, id="another file name"),
        pytest.param(parts(file="%PDF-2"), 2, id="another file"),
    ],
)
def test_all_parts_of_a_mail_are_compared(candidate: Kept, count: int) -> None:
    assert len(mail_differences([parts()], [candidate])) == count
