import pytest

from modules.kernel.admin.addresses import Asked, asked_of_collection, asked_of_default


@pytest.mark.parametrize(
    "method, rest, asked",
    [
        pytest.param("GET", "", Asked("index"), id="list"),
        pytest.param("HEAD", "", Asked("index"), id="HEAD is GET"),
        pytest.param("GET", ".csv", Asked("index", {"sf_format": "csv"}), id="export"),
        pytest.param("GET", "/new", Asked("new"), id="new"),
        pytest.param("POST", "", Asked("create"), id="create"),
        pytest.param("GET", "/3/edit", Asked("edit", {"id": "3"}), id="edit"),
        pytest.param("GET", "/007/edit", Asked("edit", {"id": "007"}), id="leading zeros"),
        pytest.param("PUT", "/3", Asked("update", {"id": "3"}), id="update"),
        pytest.param("DELETE", "/3", Asked("delete", {"id": "3"}), id="delete"),
        pytest.param("GET", "/3/ListDup", Asked("listdup", {"id": "3"}), id="object action"),
        pytest.param("GET", "/3/ed-it", Asked("edit", {"id": "3"}), id="odd characters dropped"),
        pytest.param("POST", "/batch/action", Asked("batch"), id="batch"),
        pytest.param("POST", "/FILTER/action", Asked("filter"), id="any case"),
        pytest.param("GET", "/new.json", Asked("new", {"sf_format": "json"}), id="a format"),
        pytest.param("GET", "/batch/action", None, id="wildcard collection wants POST"),
        pytest.param("POST", "/3", None, id="POST without override"),
        pytest.param("POST", "/new", None, id="POST on new"),
        pytest.param("GET", "/", None, id="final slash"),
        pytest.param("GET", "/x/edit", None, id="id that is not a number"),
        pytest.param("GET", "/٣/edit", None, id="digits of another script"),
        pytest.param("GET", "/3/a.b/c", None, id="too deep"),
    ],
)
def test_a_collection_address_names_its_action(method: str, rest: str, asked: Asked) -> None:
    assert asked_of_collection(method, rest) == asked


@pytest.mark.parametrize(
    "rest, asked",
    [
        pytest.param("", Asked("index"), id="module alone"),
        pytest.param("/edit/id/3", Asked("edit", {"id": "3"}), id="key and value pairs"),
        pytest.param("/edit/x/1/id/4", Asked("edit", {"x": "1", "id": "4"}), id="several"),
        pytest.param("/edit", Asked("edit"), id="no row"),
        pytest.param("/edit/id", Asked("edit", {"id": "1"}), id="key alone is true"),
        pytest.param("/index/module/x/page/2", Asked("index", {"page": "2"}), id="no module"),
        pytest.param("/index/q/a+b%26c", Asked("index", {"q": "a b&c"}), id="decoded"),
        pytest.param("/index/sf_format/csv", Asked("index", {"sf_format": "csv"}), id="format"),
        pytest.param("/", None, id="final slash"),
        pytest.param("/a.b", None, id="a dot in the action"),
    ],
)
def test_a_default_address_names_its_action(rest: str, asked: Asked) -> None:
    assert asked_of_default(rest) == asked


def test_the_format_is_html_unless_the_address_says_otherwise() -> None:
    assert Asked("index").format == "html"
    assert Asked("index", {"sf_format": "csv"}).format == "csv"
