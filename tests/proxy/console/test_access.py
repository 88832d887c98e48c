"""Every endpoint × every role; an endpoint that has no row here fails."""

import pytest

from proxy.console.roles import Role
from tests.fakes.console import House

#: What a role gets: the page, or a redirect after an action; closed means nobody is let in.
LOOK, PLAN, LEAD, ALL, CLOSED = "look", "plan", "lead", "all", "closed"

#: Endpoint → who may, and how it is asked.
ROWS: dict[str, tuple[str, str, str]] = {
    "assets.stylesheet": (ALL, "GET", "/-/static/0000/console.css"),
    "assets.icon": (ALL, "GET", "/-/static/icon.svg"),
    "sign_in.form": (ALL, "GET", "/-/connexion"),
    "sign_in.submit": (ALL, "POST", "/-/connexion"),
    "sign_in.leave": (LOOK, "POST", "/-/deconnexion"),
    "board.page": (LOOK, "GET", "/-/"),
    "board.as_csv": (LOOK, "GET", "/-/synthese.csv"),
    "board.as_json": (LOOK, "GET", "/-/synthese.json"),
    "board.as_pdf": (LOOK, "GET", "/-/synthese.pdf"),
    "copies.page": (LOOK, "GET", "/-/copies"),
    "copies.show": (LOOK, "GET", "/-/copies/20260101T000000Z.html"),
    "copies.keep": (PLAN, "POST", "/-/copies"),
    "lots.index": (LOOK, "GET", "/-/lots"),
    "lots.page": (LOOK, "GET", "/-/lots/events"),
    "flips.plan": (PLAN, "GET", "/-/lots/events/plan?etape=shadow"),
    "flips.flip": (PLAN, "POST", "/-/lots/events/bascule"),
    "flips.approve": (LEAD, "POST", "/-/lots/events/accord"),
    "flips.roll_back": (PLAN, "POST", "/-/lots/events/retour"),
    "kill_switch.ask": (PLAN, "GET", "/-/arret"),
    "kill_switch.set_all": (PLAN, "POST", "/-/arret"),
    "labels.edit": (PLAN, "POST", "/-/lots/events/fiche"),
    "routes.index": (LOOK, "GET", "/-/routes"),
    "parity.index": (LOOK, "GET", "/-/parite"),
    "parity.page": (LOOK, "GET", "/-/parite/events"),
    "parity.propose": (PLAN, "POST", "/-/parite/events/ecart"),
    "parity_pages.page": (LOOK, "GET", "/-/parite/events/pages/0"),
    "parity_pages.photograph": (PLAN, "GET", "/-/parite/events/pages/0/php.png"),
    "inventory.page": (LOOK, "GET", "/-/inventaire"),
    "journal.index": (LOOK, "GET", "/-/journal"),
    "journal.as_csv": (LOOK, "GET", "/-/journal.csv"),
    "journal.as_json": (LOOK, "GET", "/-/journal.json"),
    "requests.index": (LOOK, "GET", "/-/demandes"),
    "wellness.page": (LOOK, "GET", "/-/sante"),
    "incidents.index_view": (LOOK, "GET", "/-/incidents/"),
    "incidents.create_view": (PLAN, "GET", "/-/incidents/new/"),
    "incidents.edit_view": (PLAN, "GET", "/-/incidents/edit/?id=1"),
    "accounts.index_view": (LEAD, "GET", "/-/comptes/"),
    "accounts.create_view": (LEAD, "GET", "/-/comptes/new/"),
    "accounts.edit_view": (LEAD, "GET", "/-/comptes/edit/?id=viewer"),
    "admin.index": (CLOSED, "GET", "/-/administration/"),
    "admin.static": (CLOSED, "GET", "/-/administration/static/x.css"),
    **{
        f"{kind}.{view}": (CLOSED, method, f"/-/{folder}/{path}")
        for kind, folder in (("incidents", "incidents"), ("accounts", "comptes"))
        for view, method, path in (
            ("details_view", "GET", "details/"),
            ("delete_view", "POST", "delete/"),
            ("action_view", "POST", "action/"),
            ("export", "GET", "export/csv/"),
            ("ajax_lookup", "GET", "ajax/lookup/"),
            ("ajax_update", "POST", "ajax/update/"),
        )
    },
}

ADMITTED = {
    ALL: {"", *Role},
    LOOK: set(Role),
    PLAN: {Role.DEVELOPER, Role.LEAD},
    LEAD: {Role.LEAD},
    CLOSED: set(),
}


def test_every_endpoint_has_a_row(shared_house: House) -> None:
    endpoints = {rule.endpoint for rule in shared_house.app.url_map.iter_rules()}

    assert endpoints == set(ROWS)


@pytest.mark.parametrize("role", ["", *Role], ids=["nobody", *Role])
@pytest.mark.parametrize("endpoint", ROWS)
def test_a_role_is_let_in_or_kept_out(shared_house: House, endpoint: str, role: str) -> None:
    group, method, path = ROWS[endpoint]
    browser = shared_house.browser(role)
    found = browser.get(path) if method == "GET" else browser.post(path)
    is_refused = found.status_code == 403 and "Action réservée" in found.text
    is_sent_to_door = found.status_code == 303 and "/-/connexion?suite=" in found.location

    if role in ADMITTED[group]:
        assert not is_refused
        assert not is_sent_to_door
        assert found.status_code < 500
    elif role:
        assert is_refused
    else:
        assert is_sent_to_door


POSTED = [endpoint for endpoint, row in ROWS.items() if row[1] == "POST" and row[0] != CLOSED]


@pytest.mark.parametrize("token", ["", "forged"], ids=["no token", "a forged one"])
@pytest.mark.parametrize(
    "path",
    [*(ROWS[each][2] for each in POSTED), "/-/comptes/new/", "/-/incidents/new/"],
)
def test_a_form_of_another_site_changes_nothing(shared_house: House, path: str, token: str) -> None:
    before = shared_house.file.read_bytes()
    found = shared_house.browser("lead").post(path, token, nom="lead", etape="python", plan="0")

    assert found.status_code == 400
    assert "Formulaire refusé" in found.text
    assert shared_house.file.read_bytes() == before


def test_another_browsers_token_is_a_forged_one(shared_house: House) -> None:
    theirs = shared_house.browser("viewer").token()

    found = shared_house.browser("lead").post("/-/copies", theirs)
    assert found.status_code == 400
