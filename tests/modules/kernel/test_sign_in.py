from modules.kernel.sign_in import refused_form, sign_in_form
from tests.fakes.visits import FakeVisit


def test_the_form_carries_the_token_the_legacy_will_check() -> None:
    visit = FakeVisit()
    form = sign_in_form(visit)

    assert form.token.name == "signin[_csrf_token]"
    assert form.token.value == visit.form_token("sfGuardFormSignin")
    assert [field.label for field in form.fields] == [
        "Identifiant ou courriel",
        "Mot de passe",
        "Se souvenir de moi",
    ]


def test_the_refused_form_says_what_is_missing_in_the_visitors_language() -> None:
    form = refused_form(FakeVisit(culture="en"))

    assert form.errors == (" csrf token: Required.",)
    assert [tuple(field.errors) for field in form.fields] == [
        ("Required.", "The username and/or password is invalid."),
        ("Required.",),
        (),
    ]
    assert form.token.value is None
