"""What somebody hostile tries with sessions and identities, through the gateway, on both sides."""

import re

import pytest

from demo.data.accounts import ACCOUNTS
from tests.fakes.gestion_visitor import GestionVisitor
from tests.fakes.site_visitor import hidden, text_of
from tests.journeys.conftest import Product

pytestmark = pytest.mark.stack

PYTHON, PHP = "/communes", "/arrivants"
SIDES = pytest.mark.parametrize("page", [PYTHON, PHP], ids=["Python", "PHP"])
PLANTED = "planted0planted0planted0aa"


def stored_ids(product: Product) -> set[str]:
    folder = product.stack.settings.sessions("gestion")
    return {path.name.removeprefix("sess_") for path in folder.iterdir()}


def user_of(visitor: GestionVisitor, page: str, **headers: str) -> str:
    """Whom a page takes the visitor for; empty for nobody."""
    answer = visitor.get(page, **headers)
    shown = " ".join(text_of(answer, "//div[@id='entete']"))
    names = [f"{one.first_name} {one.last_name}" for one in ACCOUNTS]
    return next((name for name in names if name in shown), "")


def test_ses_19_an_id_nobody_gave_is_never_adopted_by_python(split: Product) -> None:
    visitor = GestionVisitor(split)
    answer = visitor.get(PYTHON, Cookie=f"symfony={PLANTED}")

    assert answer.status_code == 401
    assert visitor.cookie("symfony") is None
    assert PLANTED not in stored_ids(split)

    visitor.get(f"{PYTHON}?sf_culture=en", Cookie=f"symfony={PLANTED}")
    assert visitor.cookie("symfony") not in {None, PLANTED}
    assert PLANTED not in stored_ids(split)


@SIDES
def test_ses_19_a_planted_session_is_worth_nothing_after_the_sign_in(
    split: Product, page: str
) -> None:
    attacker = GestionVisitor(split)
    attacker.put_cookie("symfony", PLANTED)
    attacker.get(PHP)  # PHP makes it a session: its strict mode is off
    assert PLANTED in stored_ids(split)
    victim = attacker.copy().sign_in("claire.martin")

    assert victim.cookie("symfony") != PLANTED
    assert not victim.is_asked_to_sign_in(page)
    assert attacker.is_asked_to_sign_in(page)


@SIDES
def test_ses_20_a_sign_in_by_remember_key_changes_a_known_id(split: Product, page: str) -> None:
    remembered = GestionVisitor(split).sign_in("claire.martin", remember=True)
    attacker = GestionVisitor(split)
    attacker.get(PHP)
    known = attacker.cookie("symfony") or ""
    victim = remembered.copy("sfRemember")
    victim.put_cookie("symfony", known)

    assert not victim.is_asked_to_sign_in(page)
    assert victim.cookie("symfony") != known
    assert known not in stored_ids(split)
    assert attacker.is_asked_to_sign_in(PYTHON)
    assert attacker.is_asked_to_sign_in(PHP)


FORGED = {
    "X-Remote-User": "admin", "Remote-User": "admin", "REMOTE_USER": "admin", "X-Auth-User": "admin",
    "X-Forwarded-User": "admin", "X_Remote_User": "admin", "x-remote-user": "admin",
    "X-Figuier-Site": "-goodbyes", "X-Figuier-User": "1", "X-Figuier-Stage": "retired",
    "Authorization": "Basic YWRtaW46YWRtaW4=",
}  # fmt: skip


@SIDES
@pytest.mark.parametrize("field", FORGED)
def test_ses_39_no_field_of_a_request_makes_an_identity(
    split: Product, page: str, field: str
) -> None:
    stranger, claire = GestionVisitor(split), GestionVisitor(split).sign_in("claire.martin")

    assert stranger.get(page, **{field: FORGED[field]}).status_code == 401
    assert user_of(claire, page, **{field: FORGED[field]}) == "Claire Martin"


@pytest.mark.parametrize("first", ["claire.martin", "admin"])
def test_of_two_cookies_of_one_name_both_sides_take_the_first(split: Product, first: str) -> None:
    ids = {
        name: GestionVisitor(split).sign_in(name).cookie("symfony")
        for name in ("claire.martin", "admin")
    }
    second = next(name for name in ids if name != first)
    line = f"symfony={ids[first]}; other=1; symfony={ids[second]}"
    account = next(one for one in ACCOUNTS if one.username == first)
    visitor = GestionVisitor(split)

    seen = [user_of(visitor, page, Cookie=line) for page in (PYTHON, PHP)]
    assert seen == [f"{account.first_name} {account.last_name}"] * 2


@pytest.mark.parametrize(
    "value",
    [
        "../../etc/passwd", "a/b", "a%00b", "%2e%2e%2fsess", "", "a b", "a.b", "sess_x", "é",
        "x" * 257, "x" * 4096, "a\\b", "a'b", "%",
    ],
)  # fmt: skip
def test_ses_18_an_illegal_id_touches_no_file(split: Product, value: str) -> None:
    before = stored_ids(split)
    visitor = GestionVisitor(split)
    answer = visitor.get(PYTHON, Cookie=b"symfony=" + value.encode())  # type: ignore[arg-type]

    assert answer.status_code == 401
    fresh = visitor.cookie("symfony")
    assert fresh
    assert re.fullmatch(r"[0-9a-f]{32}", fresh)
    assert stored_ids(split) == before | {fresh}


@SIDES
def test_a_cookie_line_that_is_too_long_ends_no_session(split: Product, page: str) -> None:
    visitor = GestionVisitor(split).sign_in("claire.martin")
    line = f"symfony={visitor.cookie('symfony')}; junk={'x' * 40_000}"

    assert visitor.get(page, Cookie=line).status_code == 431
    assert not visitor.is_asked_to_sign_in(page)


def test_cookies_wiped_by_a_clean_sign_in_leave_the_remembered_visitor_signed_in(
    split: Product,
) -> None:
    # Apostrophe deletes every cookie but sfRemember: what is left must do, on either side.
    visitor = GestionVisitor(split).sign_in("claire.martin", remember=True)

    for page in (PYTHON, PHP):
        wiped = visitor.copy("sfRemember")
        assert not wiped.is_asked_to_sign_in(page)
        assert not wiped.is_asked_to_sign_in(PYTHON)
        assert not wiped.is_asked_to_sign_in(PHP)


@pytest.mark.parametrize(
    "path",
    [
        "/frontend_dev.php", "/frontend_dev.php/communes", "/frontend_dev%2ephp/communes",
        "//frontend_dev.php/communes", "/x/../frontend_dev.php/communes", "/backend_dev.php",
    ],
)  # fmt: skip
def test_development_controllers_are_closed(split: Product, path: str) -> None:
    visitor = GestionVisitor(split).sign_in("admin")
    answer = visitor.raw("GET", path, X_Forwarded_For="127.0.0.1")

    assert answer in {400, 403, 404}


def test_ses_24_python_gives_the_cookie_php_gives(split: Product) -> None:
    lines = []
    for page in (PYTHON, PHP):
        answer = GestionVisitor(split).get(page)
        cookies = [v for k, v in answer.raw.headers.items() if k.lower() == "set-cookie"]
        assert len(cookies) == 1
        lines.append(re.sub(r"symfony=[^;]+", "symfony=ID", cookies[0]).lower())

    assert lines[0] == lines[1] == "symfony=id; path=/; httponly"


@pytest.mark.parametrize(
    "change",
    [
        pytest.param("UPDATE sf_guard_remember_key SET created_at = '2020-01-01'", id="too old"),
        pytest.param("DELETE FROM sf_guard_remember_key", id="deleted"),
        pytest.param(
            "UPDATE sf_guard_user SET is_active = 0 WHERE username = 'claire.martin'",
            id="switched off",
        ),
    ],
)
def test_ses_28_a_key_that_opens_nothing_is_taken_back(split: Product, change: str) -> None:
    key = GestionVisitor(split).sign_in("claire.martin", remember=True).copy("sfRemember")
    split.stack.database.run(change)
    answer = key.get(PYTHON)

    assert answer.status_code == 401
    assert "sfRemember=deleted" in answer.headers["Set-Cookie"]
    assert key.cookie("sfRemember") is None
    assert "a remember key was refused" in split.access_log


@pytest.mark.parametrize("cookie", ["sfRemember=%25", "sfRemember[]=x", "sfRemember='+OR+1=1"])
def test_ses_28_what_is_no_key_signs_nobody_in(split: Product, cookie: str) -> None:
    GestionVisitor(split).sign_in("claire.martin", remember=True)

    assert GestionVisitor(split).get(PYTHON, Cookie=cookie).status_code == 401


@pytest.mark.parametrize(
    "whose", ["nobody's", "another visitor's", "an old session's", "another form's"]
)
def test_ses_36_only_the_forms_own_token_of_this_session_is_taken(
    split: Product, whose: str
) -> None:
    visitor = GestionVisitor(split).sign_in("claire.martin")
    other = GestionVisitor(split).sign_in("admin")
    own = hidden(visitor.get("/communes/3/edit"), "commune[_csrf_token]")
    if whose == "an old session's":
        visitor.get("/logout")
        visitor.sign_in("claire.martin")
    token = {
        "nobody's": "0" * 32,
        "another visitor's": hidden(other.get("/communes/3/edit"), "commune[_csrf_token]"),
        "an old session's": own,
        "another form's": hidden(visitor.get("/quartiers/1/edit"), "quartier[_csrf_token]"),
    }[whose]
    fields: dict[str, str | list[str]] = {
        "sf_method": "put", "commune[id]": "3", "commune[nom]": "Forgé", "commune[_csrf_token]": token,
    }  # fmt: skip

    assert visitor.post("/communes/3", fields).status_code == 200
    rows = split.stack.database.run("SELECT COUNT(*) FROM commune WHERE nom = 'Forgé'")
    assert rows[0][0] == 0
