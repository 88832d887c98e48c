"""The admin pages of communes behave as the Doctrine admin generator's."""

import re

import pytest
import requests

from tests.fakes.site_visitor import SiteVisitor, hidden, page, text_of

pytestmark = pytest.mark.stack

FORM = {
    "commune[id]": "",
    "commune[nom]": "Brûly-sur-Œuvre Größe",
    "commune[code_insee]": "09499",
    "commune[code_postal]": "09899",
    "commune[epci]": "",
    "commune[slug]": "",
    "commune[latitude]": "",
    "commune[longitude]": "",
}


def names(answer: requests.Response) -> list[str]:
    return text_of(answer, "//td[contains(@class, 'sf_admin_list_td_nom')]")


def notices(answer: requests.Response) -> list[str]:
    return text_of(answer, "//div[@class='notice' or @class='error']")


def errors(answer: requests.Response) -> list[str]:
    return text_of(answer, "//ul[@class='error_list']/li")


def token(visitor: SiteVisitor, address: str = "/communes/new", name: str = "commune") -> str:
    return hidden(visitor.get(address), f"{name}[_csrf_token]")


def batch_token(visitor: SiteVisitor) -> str:
    return hidden(visitor.get("/communes"), "_csrf_token")


def row(database, number: int | str) -> dict[str, object]:
    columns = ["nom", "code_insee", "code_postal", "epci", "latitude", "longitude", "slug"]
    found = database.run(f"SELECT {', '.join(columns)} FROM commune WHERE id = %s", [number])
    return dict(zip(columns, found[0], strict=True)) if found else {}


def test_the_page_is_built_as_the_generator_builds_it(admin) -> None:
    tree = page(admin.get("/communes"))
    container = tree.xpath("//div[@id='sf_admin_container']")[0]

    assert [child.get("id") or child.tag for child in container] == [
        "h1",
        "sf_admin_header",
        "sf_admin_bar",
        "sf_admin_content",
        "sf_admin_footer",
    ]
    assert tree.xpath("//div[@id='sf_admin_bar']/div[@class='sf_admin_filter']/form/@action") == [
        "/communes/filter/action"
    ]
    assert tree.xpath("//div[@id='sf_admin_content']/form/@action") == ["/communes/batch/action"]
    assert tree.xpath("//th[contains(@class, 'sf_admin_list_th_nom')]//a/@href") == [
        "/communes?sort=nom&sort_type=desc"
    ]
    assert tree.xpath("//select[@name='batch_action']/option/@value") == [
        "",
        "batchDelete",
        "batchRattacher",
    ]
    assert tree.xpath("//li[@class='sf_admin_action_exporter']/a/@href") == ["/communes.csv"]


def test_sort_and_page_are_remembered(admin, session_text) -> None:
    admin.get("/communes?sort=code_insee&sort_type=desc")
    admin.get("/communes?page=2")
    again = admin.get("/communes")

    assert (
        '"commune.sort";a:2:{i:0;s:10:"code_insee";i:1;s:4:"desc";}s:12:"commune.page";s:1:"2";'
        in session_text(admin)
    )
    codes = text_of(again, "//td[contains(@class, 'sf_admin_list_td_code_insee')]")
    assert codes == sorted(codes, reverse=True)
    assert "(page 2/3)" in " ".join(text_of(again, "//tfoot/tr/th[@colspan]"))


def test_a_sort_on_no_column_is_ignored(admin, session_text) -> None:
    admin.get("/communes?sort=nom%20desc,sleep(1)")

    assert '"commune.sort";a:2:{i:0;s:3:"nom";i:1;s:3:"asc";}' in session_text(admin)


def test_filters_are_remembered_whole(admin, session_text) -> None:
    fields = {
        "commune_filters[epci][text]": "",
        "commune_filters[nom][text]": "val",
        "commune_filters[_csrf_token]": token(admin, "/communes", "commune_filters"),
    }
    answer = admin.post("/communes/filter/action", fields)
    shown = names(admin.get("/communes"))

    assert answer.headers["Location"] == "http://gestion.localhost/communes"
    # what was sent first, in its order, then the model's other columns in theirs; the page is a number again
    assert (
        '"commune.page";i:1;s:15:"commune.filters";a:7:{s:4:"epci";a:1:{s:4:"text";s:0:"";}s:3:"nom";a:1:{s:4:"text";s:3:"val";}'
        's:10:"code_insee";N;s:11:"code_postal";N;s:8:"latitude";a:1:{s:4:"text";N;}s:9:"longitude";a:1:{s:4:"text";N;}s:4:"slug";N;}'
    ) in session_text(admin)
    assert shown
    assert all("val" in name.lower() for name in shown)


def test_a_reset_empties_the_filters(admin, session_text) -> None:
    filled = {
        "commune_filters[nom][text]": "val",
        "commune_filters[_csrf_token]": token(admin, "/communes", "commune_filters"),
    }
    admin.post("/communes/filter/action", filled)
    admin.post("/communes/filter/action?_reset", {"_csrf_token": batch_token(admin)})

    assert '"commune.filters";a:0:{}' in session_text(admin)


def test_a_filter_with_a_wrong_token_shows_the_list_and_the_fault(admin) -> None:
    answer = admin.post("/communes/filter/action", {"commune_filters[_csrf_token]": "faux"})

    assert answer.status_code == 200
    assert errors(answer) == ["csrf token: Attaque CSRF détectée."]
    assert names(answer)


def test_is_empty_finds_null_and_blank(admin, database) -> None:
    database.run("UPDATE commune SET epci = IF(id = 1, NULL, IF(id = 2, '', 'x'))")
    fields = {
        "commune_filters[epci][is_empty]": "on",
        "commune_filters[_csrf_token]": token(admin, "/communes", "commune_filters"),
    }
    admin.post("/communes/filter/action", fields)

    assert "2 résultats" in text_of(admin.get("/communes"), "//tfoot/tr/th[@colspan]")[0]


def test_a_creation_makes_a_slug_and_stores_blanks(admin, database) -> None:
    answer = admin.post("/communes", FORM | {"commune[_csrf_token]": token(admin)})
    number = re.search(r"/communes/(\d+)/edit$", answer.headers["Location"])[1]

    assert notices(admin.get(f"/communes/{number}/edit")) == ["L'objet a été ajouté avec succès."]
    assert row(database, number) == {
        "nom": "Brûly-sur-Œuvre Größe",
        "code_insee": "09499",
        "code_postal": "09899",
        "epci": "",
        "latitude": None,
        "longitude": None,
        "slug": "bruly-sur-oeuvre-groesse",
    }


def test_a_second_name_gets_a_numbered_slug_and_another_form(admin, database) -> None:
    sent = FORM | {"commune[nom]": "Deux-Fois"}
    admin.post("/communes", sent | {"commune[_csrf_token]": token(admin)})
    answer = admin.post(
        "/communes", sent | {"_save_and_add": "x", "commune[_csrf_token]": token(admin)}
    )

    assert answer.headers["Location"] == "http://gestion.localhost/communes/new"
    assert notices(admin.get("/communes/new")) == [
        "L'objet a été ajouté avec succès. Vous pouvez en ajouter un autre."
    ]
    assert database.run("SELECT slug FROM commune WHERE nom = 'Deux-Fois' ORDER BY id") == [
        ("deux-fois",),
        ("deux-fois-1",),
    ]


def test_an_update_keeps_the_slug(admin, database) -> None:
    before = row(database, 1)
    sent = {
        "sf_method": "put",
        "commune[id]": "1",
        "commune[nom]": "Autre nom",
        "commune[slug]": str(before["slug"]),
        "commune[_csrf_token]": token(admin),
    }
    answer = admin.post("/communes/1", sent)

    assert answer.headers["Location"] == "http://gestion.localhost/communes/1/edit"
    assert row(database, 1) | {"slug": before["slug"], "nom": "Autre nom"} == row(database, 1)
    # fields that the form has and that were not sent are cleaned from nothing
    assert row(database, 1)["epci"] == ""
    assert row(database, 1)["latitude"] is None


@pytest.mark.parametrize(
    "sent, expected",
    [
        pytest.param({"commune[nom]": ""}, ["Champ requis."], id="required"),
        pytest.param(
            {"commune[nom]": "x" * 256},
            [f"« {'x' * 256} » est trop long (255 caractères au plus)."],
            id="too long",
        ),
        pytest.param(
            {"commune[code_insee]": "9"},
            ["Le code INSEE compte cinq caractères (par exemple 59350)."],
            id="pattern",
        ),
        pytest.param({"commune[latitude]": "nord"}, ["« nord » n'est pas un nombre."], id="number"),
        pytest.param({"commune[latitude]": "91"}, ["« 91 » doit être au plus 90."], id="too large"),
        pytest.param(
            {"commune[slug]": "valmont"},
            ["Un objet avec le même « slug » existe déjà."],
            id="not unique",
        ),
        pytest.param(
            {"commune[intrus]": "1"},
            ["Champ supplémentaire inattendu « intrus »."],
            id="unknown field",
        ),
        pytest.param(
            {"commune[_csrf_token]": "faux"},
            ["csrf token: Attaque CSRF détectée."],
            id="wrong token",
        ),
    ],
)
def test_an_invalid_form_comes_back_with_200(
    admin, sent: dict[str, str], expected: list[str]
) -> None:
    answer = admin.post("/communes", FORM | {"commune[_csrf_token]": token(admin)} | sent)

    assert answer.status_code == 200
    assert errors(answer) == expected
    assert notices(answer) == ["L'objet n'a pu être mis à jour."]
    # an error of this page is not there on the next
    assert notices(admin.get("/communes")) == []


def test_a_deletion_needs_the_token(admin, database) -> None:
    number = database.run("SELECT MAX(id) FROM commune")[0][0]
    refused = admin.post(f"/communes/{number}", {"sf_method": "delete", "_csrf_token": "faux"})
    still_there = row(database, number)
    accepted = admin.post(
        f"/communes/{number}", {"sf_method": "delete", "_csrf_token": batch_token(admin)}
    )

    assert refused.status_code == 500
    assert still_there
    assert accepted.headers["Location"] == "http://gestion.localhost/communes"
    assert row(database, number) == {}


def test_a_commune_that_has_a_school_cannot_go(admin) -> None:
    assert (
        admin.post(
            "/communes/1", {"sf_method": "delete", "_csrf_token": batch_token(admin)}
        ).status_code
        == 500
    )


@pytest.mark.parametrize(
    "sent, notice",
    [
        pytest.param(
            {"batch_action": "batchRattacher", "ids[]": ["1", "2"]},
            "2 commune(s) rattachée(s) à Valmont Métropole.",
            id="custom",
        ),
        pytest.param(
            {"batch_action": "batchRattacher"},
            "Vous devez au moins sélectionner un objet.",
            id="nothing selected",
        ),
        pytest.param(
            {"ids[]": ["1"]},
            "Vous devez sélectionner une action à exécuter sur les objets sélectionnés.",
            id="no action",
        ),
        pytest.param(
            {"batch_action": "batchDelete", "ids[]": ["1", "999999"]},
            "Un problème est survenu lors de la suppression des objets sélectionnés car certains objets n'existent plus.",
            id="some have gone",
        ),
    ],
)
def test_batches(admin, sent: dict[str, str | list[str]], notice: str) -> None:
    answer = admin.post("/communes/batch/action", sent | {"_csrf_token": batch_token(admin)})

    assert answer.headers["Location"] == "http://gestion.localhost/communes"
    assert notices(admin.get("/communes")) == [notice]


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(
            {"batch_action": "batchRattacher", "ids[]": "1", "_csrf_token": "faux"},
            id="wrong token",
        ),
        pytest.param({"batch_action": "batchNonsuch", "ids[]": "1"}, id="no such batch"),
    ],
)
def test_batches_that_fail(admin, sent: dict[str, str]) -> None:
    assert (
        admin.post("/communes/batch/action", {"_csrf_token": batch_token(admin)} | sent).status_code
        == 500
    )


def test_an_object_action_changes_things_on_a_get(admin, database) -> None:
    answer = admin.get("/communes/2/ListDupliquer")
    copy = re.search(r"/communes/(\d+)/edit$", answer.headers["Location"])[1]

    assert row(database, copy)["nom"] == f"{row(database, 2)['nom']} (copie)"


def test_a_column_with_credentials_is_not_for_everybody(admin, sign_in) -> None:
    mine = text_of(admin.get("/communes"), "//thead//a")
    theirs = text_of(sign_in("claire.martin").get("/communes"), "//thead//a")

    assert set(mine) - set(theirs) == {"Latitude", "Longitude"}


def test_the_export_is_the_filtered_list_in_its_order(admin, database) -> None:
    database.run(
        "UPDATE commune SET nom = '=1+1;\"x\"', code_insee = '09401', latitude = -1.5 WHERE id = 1"
    )
    admin.get("/communes?sort=nom&sort_type=desc")
    answer = admin.get("/communes.csv")
    lines = answer.content.decode("utf-8").split("\r\n")

    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="communes.csv"'
    assert lines[0] == "\ufeffNom;Code INSEE;Code postal;EPCI;Latitude;Longitude"
    assert len(lines) == 1 + database.run("SELECT COUNT(*) FROM commune")[0][0] + 1
    formula = next(line for line in lines if "1+1" in line)
    assert formula.startswith('"\'=1+1;""x""";09401;')
    assert ";-1,500000;" in formula


def test_an_unsigned_visitor_gets_no_export(visitor) -> None:
    assert visitor.get("/communes.csv").status_code == 401
