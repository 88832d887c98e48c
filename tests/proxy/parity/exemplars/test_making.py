"""Two answers become an exemplar: each difference where it stands, and nothing in it of a person."""

import json
from datetime import date

import pytest

from proxy.parity.answers import Answer
from proxy.parity.compare import Terms, compared
from proxy.parity.exemplars.making import MOST_BYTES, exemplar_of
from proxy.parity.exemplars.packing import packed, unpacked
from proxy.parity.exemplars.sheets import MOST_MARKS
from proxy.parity.exemplars.values import Exemplar, Piece, PieceKind, Remark
from proxy.parity.ledger import Accepted, AcceptedKind, settled
from proxy.parity.masks import Mask

TODAY = date(2026, 11, 23)
HTML, CSV = "text/html; charset=utf-8", "text/csv; charset=utf-8"
ROW = '<tr><td class="code">{0}</td><td><a href="/towns/{0}">Modifier</a></td></tr>'
LIST = (
    '<!doctype html><html lang="fr"><title>Villes</title><body><h1>Villes</h1><table>'
    + "".join(ROW.format(number) for number in (1, 2, 3))
    + "</table></body></html>"
)


def page(body: str | bytes, kind: str = HTML, status: int = 200) -> Answer:
    data = body.encode() if isinstance(body, str) else body
    return Answer(status, (("Content-Type", kind),), data)


def made(
    one: Answer, other: Answer, *, masks: tuple[Mask, ...] = (), ledger: tuple[Accepted, ...] = (),
    personal: tuple[str, ...] = (),
) -> Exemplar:  # fmt: skip
    terms = Terms(masks)
    outcome = settled(compared(one, other, terms).differences, "GET /towns", ledger, TODAY)
    exemplar = exemplar_of(one, other, outcome, terms, personal)
    kept = unpacked(packed(exemplar))
    assert kept is not None
    return kept


def standing(exemplar: Exemplar, side: int) -> list[Piece]:
    return [piece for piece in exemplar.sheets[side].pieces if piece.numbers]


def words(exemplar: Exemplar) -> str:
    """All that is kept, as one text."""
    return repr(exemplar)


def test_a_changed_text_is_marked_word_by_word_on_both_sides() -> None:
    exemplar = made(page("<p>52 villes ici</p>"), page("<p>53 villes ici</p>"))
    (left,), (right,) = standing(exemplar, 0), standing(exemplar, 1)

    assert [(each.text, each.differs) for each in left.stretches] == [
        ("52", True), (" villes ici", False),
    ]  # fmt: skip
    assert (left.numbers, right.numbers) == ((1,), (1,))
    assert exemplar.notes[0].is_placed


def test_a_missing_row_is_one_row_here_and_a_gap_there() -> None:
    exemplar = made(page(LIST), page(LIST.replace(ROW.format(2), "")))
    gone, *inside = standing(exemplar, 0)
    (gap,) = standing(exemplar, 1)

    assert (gone.kind, gone.tag) == (PieceKind.OPEN, "tr")
    assert [piece.tag for piece in inside] == ["a"]
    assert (gap.kind, gap.numbers) == (PieceKind.ABSENT, (1, 2))
    index = exemplar.sheets[1].pieces.index(gap)
    before = [piece.stretches for piece in exemplar.sheets[1].pieces[:index] if piece.stretches]
    assert before[-2][0].text == "1"


def test_an_added_element_stands_in_python_alone() -> None:
    exemplar = made(page("<p>a</p>"), page("<p>a</p><p>b</p>"))

    assert [piece.kind for piece in standing(exemplar, 0)] == [PieceKind.ABSENT]
    assert [piece.tag for piece in standing(exemplar, 1)] == ["p"]


def test_an_attribute_is_marked_by_itself() -> None:
    exemplar = made(page('<a href="/a" class="x">t</a>'), page('<a href="/b" class="x">t</a>'))
    (left,) = standing(exemplar, 0)
    found = {name: [each.differs for each in value] for name, value in left.attributes}

    assert any(found["href"])
    assert not any(found["class"])


def test_an_attribute_that_one_side_lacks_is_named_there() -> None:
    exemplar = made(page("<input name=a required>"), page("<input name=a>"))

    assert ("required", ()) in standing(exemplar, 1)[0].attributes


def test_what_is_masked_or_accepted_is_not_a_defect() -> None:
    mask = Mask("The moment.", selector="#when")
    entry = Accepted("Agreed.", "claire", date(2027, 1, 1), AcceptedKind.INTENDED, "html*p*")
    one, other = "<i id=when>1</i><p>a</p>", "<i id=when>2</i><p>b</p>"
    exemplar = made(page(one), page(other), masks=(mask,), ledger=(entry,))

    assert [note.accepted for note in exemplar.notes] == ["* html*p*"]


@pytest.mark.parametrize(
    "one, other, secret",
    [
        ('<td class="x list_td_nom"><a>Durand</a></td>', '<td class="x list_td_nom"><a>Martin</a></td>', "Durand"),
        ('<input name="p[email]" value="a@b.fr">', '<input name="p[email]" value="">', "a@b.fr"),
        ("<p>06 12 34 56 78</p>", "<p>06 12 34 56 79</p>", "34 56"),
        ('<a href="/x?nom=Durand">t</a>', '<a href="/x?nom=Durant">t</a>', "Duran"),
        ('<div class="who">Jeanne</div>', '<div class="who">Jehane</div>', "Jeanne"),
        ('<textarea name="notes">Malade</textarea>', '<textarea name="notes">Mal</textarea>', "Malade"),
    ],
    ids=["cell", "field", "telephone", "query", "declared personal", "text area"],
)  # fmt: skip
def test_nothing_of_a_person_is_kept(one: str, other: str, secret: str) -> None:
    table = "<table><tr>{}</tr></table>" if "<td" in one else "{}"
    exemplar = made(page(table.format(one)), page(table.format(other)), personal=(".who",))
    pages = Exemplar(sheets=exemplar.sheets)

    assert secret not in words(pages)
    assert standing(exemplar, 0)
    assert any(
        each.differs
        for piece in standing(exemplar, 0)
        for value in (piece.stretches, *(value for _, value in piece.attributes))
        for each in value
    )


def test_a_label_says_what_it_says() -> None:
    markup = '<div class="form_nom"><label>{}</label></div>'
    exemplar = made(page(markup.format("Nom")), page(markup.format("NOM")))

    assert exemplar.notes[0].found.control == "Nom"


def test_a_huge_page_is_shown_around_its_first_difference() -> None:
    rows = [ROW.format(number) for number in range(3000)]
    other = [*rows[:2500], ROW.format("x"), *rows[2501:]]
    exemplar = made(*(page(f"<table>{''.join(each)}</table>") for each in (rows, other)))
    sheet = exemplar.sheets[0]

    assert exemplar.remark is Remark.CUT
    assert min(sheet.left_out) > 0
    assert len(sheet.pieces) < MOST_MARKS + 20
    assert standing(exemplar, 0)
    depth = 0
    for piece in sheet.pieces:
        depth += {PieceKind.OPEN: 1, PieceKind.CLOSE: -1}.get(piece.kind, 0)
        assert depth >= 0
    assert depth == 0


def test_a_difference_outside_the_window_is_told_as_such() -> None:
    filler = "<p>x</p>" * MOST_MARKS
    exemplar = made(page(f"<b>a</b>{filler}<b>a</b>"), page(f"<b>b</b>{filler}<b>b</b>"))

    assert [note.is_placed for note in exemplar.notes] == [True, False]


@pytest.mark.parametrize(
    "one, other, remark",
    [
        (page(b"\x00\x01", "image/png"), page(b"\x00\x02", "image/png"), Remark.BINARY),
        (page(b"%PDF-1.4 broken", "application/pdf"), page(b"%PDF-1.4 b", "application/pdf"), Remark.BINARY),
        (page("<p>a</p>"), page("a;b\n", CSV), Remark.KINDS),
        (page("<p>" + "a" * MOST_BYTES), page("<p>b"), Remark.TOO_LARGE),
        (page("<p>a</p>"), page("<p>a</p>"), Remark.ALIKE),
    ],
    ids=["picture", "unreadable pdf", "page and table", "more than a mebibyte", "alike"],
)  # fmt: skip
def test_what_cannot_be_shown_says_why(one: Answer, other: Answer, remark: Remark) -> None:
    exemplar = made(one, other)

    assert exemplar.remark is remark
    assert exemplar.lines == ()


def test_a_redirect_stands_beside_a_page() -> None:
    other = Answer(302, (("Location", "/login?nom=Durand&page=2"),), b"")
    exemplar = made(page("<p>a</p>"), other)

    assert exemplar.heads[0] == ("status", "200", "302")
    assert exemplar.heads[2] == ("location", "", "/login?nom=‹value›&page=2")
    assert len(exemplar.sheets) == 2


def test_tables_stand_beside_each_other_by_line() -> None:
    rows = [f"{number};Durand\r\n" for number in range(20)]
    other = [*rows[:10], "x;Durand\r\n", *rows[11:]]
    head = "code;nom\r\n"
    exemplar = made(page(head + "".join(rows), CSV), page(head + "".join(other), CSV))
    (found,) = [line for line in exemplar.lines if line.run]

    assert found.numbers == (12, 12)
    assert [(each.text, each.differs) for each in found.control] == [("10", True), (";Xxxxxx", False)]  # fmt: skip
    assert [line.folded for line in exemplar.lines if line.folded] == [8, 6]


def test_documents_of_data_are_written_out_and_redacted_by_name() -> None:
    kind = "application/json"
    one, other = ({"nom": "Durand", "rows": [1, number]} for number in (2, 3))
    exemplar = made(page(json.dumps(one), kind), page(json.dumps(other), kind))

    assert "Durand" not in words(exemplar)
    (found,) = [line for line in exemplar.lines if line.run]
    assert [each.text for each in found.control if each.differs] == ["2"]


def test_a_line_that_only_one_text_has_is_absent_from_the_other() -> None:
    kind = "text/plain"
    exemplar = made(page("a\nb\nc", kind), page("a\nc", kind))
    (found,) = [line for line in exemplar.lines if line.run]

    assert (found.numbers, found.candidate) == ((2, 0), ())


def test_what_another_version_kept_is_none() -> None:
    assert unpacked(b"nonsense") is None
    assert unpacked(packed(Exemplar())[:-3]) is None
