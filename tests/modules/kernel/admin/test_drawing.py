from dataclasses import replace

from sqlalchemy.orm import Session

from modules.kernel.admin.addresses import Asked
from modules.kernel.admin.binding import Bound
from modules.kernel.admin.drawing import ShownFieldset, drawn_filters, drawn_form, hidden_values
from modules.kernel.admin.exchange import Exchange
from modules.kernel.admin.messages import Message
from tests.fakes.gardens import GARDENS, Garden
from tests.fakes.visits import FakeVisit


def exchange(session: Session, **kept: object) -> Exchange:
    visit = FakeVisit(state={f"jardin.{name}": value for name, value in kept.items()})  # type: ignore[misc]
    return Exchange(GARDENS, Asked("edit"), {}, visit, session)


def test_a_stored_form_shows_the_row_and_its_hidden_fields(session: Session) -> None:
    asked = exchange(session)
    form = drawn_form(asked, session.get_one(Garden, 1), None)

    assert [(one.name, one.value) for one in form.hidden] == [
        ("garden[id]", "1"),
        ("garden[_csrf_token]", asked.visit.form_token("GardenForm")),
    ]
    assert form.fieldsets[0].fields[0].widget.value == "Clos"
    assert form.errors == ()


def test_a_new_form_has_no_number_to_show(session: Session) -> None:
    form = drawn_form(exchange(session), Garden(), None)

    assert form.hidden[0].value is None
    assert hidden_values(exchange(session), Garden())["id"] == ""


def test_a_refused_form_shows_what_was_posted_right_or_wrong(session: Session) -> None:
    bound = Bound(
        posted={"nom": "typé", "_csrf_token": "faux", "id": {"x": "y"}},
        errors={"nom": [Message("Invalid.")]},
        general=[Message('Unexpected extra form field named "%field%".', {"field": "x"})],
        hidden=[("_csrf_token", Message("CSRF attack detected."))],
    )
    form = drawn_form(exchange(session), session.get_one(Garden, 1), bound)

    assert [one.value for one in form.hidden] == [None, "faux"]
    assert form.errors == (
        "Champ supplémentaire inattendu « x ».",
        " csrf token: Attaque CSRF détectée.",
    )
    name = form.fieldsets[0].fields[0]
    assert (name.widget.value, name.errors) == ("typé", ("Valeur invalide.",))


def test_filters_show_what_is_kept(session: Session) -> None:
    shown = drawn_filters(exchange(session, filters={"nom": {"text": "a"}}), None)

    assert shown.fieldsets[0].fields[0].widget.parts[0].value == "a"
    assert shown.hidden[0].name == "garden_filters[_csrf_token]"


def test_a_filter_needs_its_credentials_to_be_shown(session: Session) -> None:
    asked = exchange(session)
    first, *others = asked.pages.filters
    closed = replace(first, credentials=("comptes",))
    asked = replace(asked, pages=replace(asked.pages, filters=(closed, *others)))
    names = [one.name for one in drawn_filters(asked, None).fieldsets[0].fields]

    assert names == [one.name for one in others]


def test_a_fieldset_is_named_byte_by_byte() -> None:
    assert ShownFieldset("Identité", ()).id == "sf_fieldset_identit__"
    assert ShownFieldset("NONE", ()).id == "sf_fieldset_none"
