"""A PDF of plain lines of text, byte for byte as the legacy makes its sheets."""

from collections.abc import Sequence

LINES_PER_PAGE = 52


def pdf_of(title: str, lines: Sequence[str]) -> bytes:
    """A PDF 1.4 document: a title, then the lines, over as many pages as they need.

    Source: demo/gestion, View/Pdf.php; ISO 32000-1, 7.5.
    """
    pages = [lines[at : at + LINES_PER_PAGE] for at in range(0, len(lines), LINES_PER_PAGE)]
    pages = pages or [[""]]
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        3: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        4: b"<< /Title (" + _escaped(title) + b") /Producer (Gestion) >>",
    }
    numbers = [5 + 2 * index for index in range(len(pages))]
    for number, page in zip(numbers, pages, strict=True):
        stream = _content(title, page)
        objects[number] = (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]"
            b" /Resources << /Font << /F1 3 0 R >> >> /Contents %d 0 R >>" % (number + 1)
        )
        objects[number + 1] = b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream)
    kids = b" ".join(b"%d 0 R" % number for number in numbers)
    objects[2] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(numbers))
    return _assembled([objects[number] for number in sorted(objects)])


def _content(title: str, lines: Sequence[str]) -> bytes:
    head = b"BT /F1 15 Tf 50 790 Td (%s) Tj ET\nBT /F1 10 Tf 14 TL 50 764 Td\n" % _escaped(title)
    return head + b"".join(b"(%s) Tj T*\n" % _escaped(line) for line in lines) + b"ET"


def _escaped(text: str) -> bytes:
    plain = text.replace("’", "'").replace("–", "-")
    latin = plain.encode("cp1252", errors="replace")
    return latin.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _assembled(objects: Sequence[bytes]) -> bytes:
    pdf = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"
    places = b""
    for number, one in enumerate(objects, 1):
        places += b"%010d 00000 n \n" % len(pdf)
        pdf += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    count = len(objects) + 1
    tail = (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R /Info 4 0 R >>\n"
        b"startxref\n%d\n%%%%EOF\n"
    )
    return pdf + tail % (count, places, count, len(pdf))
