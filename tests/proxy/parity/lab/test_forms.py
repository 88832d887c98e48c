"""Forms are read as a browser reads them, and filled so that each way teaches something."""

import pytest

from proxy.parity.lab.asking import Upload
from proxy.parity.lab.fillings import Filling, fillings_of
from proxy.parity.lab.forms import Field, Form, forms_of
from tests.fakes.two_answers import TOKEN, source

PAGE = """
<form action="/towns/3" method="POST" enctype="multipart/form-data">
  <input name="sf_method" type="hidden" value="put">
  <input name="town[name]" value="&Eacute;tang"><input name="town[email]" type="email">
  <textarea name="town[notes]">
un
deux</textarea>
  <select name="town[kind]"><option value="a">A<option value="b" selected>B</select>
  <select name="town[many][]" multiple><option value="1" selected>1<option value="2" selected>2</select>
  <input type="checkbox" name="town[on]" checked><input type="checkbox" name="town[off]" value="1">
  <input type="radio" name="town[r]" value="1"><input type="radio" name="town[r]" value="2" checked>
  <input name="town[gone]" disabled value="x"><input type="file" name="town[file]">
  <input type="submit" name="_save" value="ok"><input value="nameless">
  <input type="hidden" name="town[_csrf_token]" value="abc">
</form><form id="second"></form>"""


def test_a_form_sends_what_a_browser_would() -> None:
    form, second = forms_of(PAGE, "/towns/3/edit")

    assert (form.action, form.method, form.has_files) == ("/towns/3", "post", True)
    assert form.untouched() == (
        ("sf_method", "put"), ("town[name]", "Étang"), ("town[email]", ""),
        ("town[notes]", "un\r\ndeux"), ("town[kind]", "b"), ("town[many][]", "1"),
        ("town[many][]", "2"), ("town[on]", "on"), ("town[r]", "2"), ("town[_csrf_token]", "abc"),
    )  # fmt: skip
    assert (second.action, second.method, second.fields) == ("/towns/3/edit", "get", ())


def test_a_link_that_posts_is_a_form() -> None:
    links = [form for form in forms_of(source(), "/communes") if form.name.startswith("link")]

    assert links[0] == Form(
        "/communes/1", "post", (Field("_csrf_token", "hidden", TOKEN),), "link Supprimer"
    )


def test_each_filling_says_what_it_tries() -> None:
    form = forms_of(PAGE, "/towns/3/edit")[0]
    fillings = {each.name: each for each in fillings_of(form, {"town[name]": "Ville"})}

    assert list(fillings)[:4] == ["untouched", "filled", "emptied", "odd letters"]
    filled = dict(fillings["filled"].pairs(form))
    assert (filled["town[name]"], filled["town[email]"]) == ("Ville", "parite@example.org")
    assert filled["town[_csrf_token]"] == "abc"
    assert dict(fillings["wrong token"].pairs(form))["town[_csrf_token]"] == "0" * 32
    assert dict(fillings["other choices"].pairs(form))["town[kind]"] == "a"
    turned = [name for name, _ in fillings["boxes turned round"].pairs(form)]
    assert "town[off]" in turned
    assert "town[on]" not in turned
    assert fillings["upload of a small table"].uploads[0].field == "town[file]"


def test_a_batch_is_tried_with_rows_without_and_with_one_that_is_gone() -> None:
    ids = tuple(Field("ids[]", "checkbox", value, is_sent=False) for value in "123")
    form = Form(
        "/towns/batch/action",
        "post",
        (*ids, Field("batch_action", "select", "", options=("", "delete"))),
    )

    sent = {each.name: each.pairs(form) for each in fillings_of(form, {})}

    assert sent["batch delete"] == (("batch_action", "delete"), ("ids[]", "1"), ("ids[]", "2"))
    assert sent["batch of nothing"] == (("batch_action", "delete"),)
    assert ("ids[]", "999999") in sent["batch of a row that is gone"]


def test_rows_are_ticked_where_the_form_has_one_purpose() -> None:
    ids = tuple(Field("ids[]", "checkbox", value, is_sent=False) for value in "123")
    form = Form("/events/3/invite", "post", (*ids, Field("_csrf_token", "hidden", TOKEN)))

    sent = {each.name: each.pairs(form) for each in fillings_of(form, {})}

    assert sent["two rows ticked"] == (("_csrf_token", TOKEN), ("ids[]", "1"), ("ids[]", "2"))
    assert sent["nothing ticked"] == (("_csrf_token", TOKEN),)
    assert ("_csrf_token", "0" * 32) in sent["rows ticked with a wrong token"]


def test_rows_that_a_form_names_by_itself_are_sent_as_they_are() -> None:
    form = Form("/merge", "post", tuple(Field("ids[]", "hidden", value) for value in "12"))

    assert fillings_of(form, {})[0].pairs(form) == (("ids[]", "1"), ("ids[]", "2"))


@pytest.mark.parametrize("fields", [(), (Field("q", "hidden", "1"),)], ids=["none", "hidden"])
def test_a_form_without_anything_to_type_is_sent_as_it_is(fields: tuple[Field, ...]) -> None:
    assert fillings_of(Form("/x", "post", fields), {}) == (Filling("untouched"),)


def test_an_upload_knows_its_field() -> None:
    assert Upload("f", "x.csv", b"").media_type == "text/csv"


def test_a_count_is_filled_in_with_a_number() -> None:
    page = (
        '<form method="post" action="/x"><input name="a[nb_enfants]"><input name="a[note]"></form>'
    )
    filled = next(one for one in fillings_of(forms_of(page, "/x")[0], {}) if one.name == "filled")

    assert filled.typed == {"a[nb_enfants]": "2", "a[note]": "Parité note"}
