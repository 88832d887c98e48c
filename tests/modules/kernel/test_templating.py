import pytest
from flask.testing import FlaskClient

from modules.kernel.templating import escape_once


@pytest.mark.parametrize(
    "text, escaped",
    [
        pytest.param("a < b & c", "a &lt; b &amp; c", id="once"),
        pytest.param("A &amp; B", "A &amp; B", id="an entity stays"),
        pytest.param("&#039; &#x27; &eacute;", "&#039; &#x27; &eacute;", id="numbers and names"),
        pytest.param("&amp;lt;", "&amp;lt;", id="one layer only"),
        pytest.param("&notanentity &;", "&amp;notanentity &amp;;", id="no entity"),
        pytest.param('"><script>', "&#34;&gt;&lt;script&gt;", id="a quote and a tag"),
    ],
)
def test_text_is_escaped_once_as_symfonys_widgets_do(text: str, escaped: str) -> None:
    assert str(escape_once(text)) == escaped


def test_what_a_script_asks_has_no_frame(client: FlaskClient) -> None:
    page = client.get("/jardins", headers={"X-Requested-With": "XMLHttpRequest"})

    assert 'id="sf_admin_container"' in page.text
    assert "<html" not in page.text


def test_rows_cannot_write_html(client: FlaskClient) -> None:
    assert "Butte &amp; &lt;Co&gt;" in client.get("/jardins").text
