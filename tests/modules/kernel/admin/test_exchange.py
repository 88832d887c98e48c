import pytest
from flask import Flask, request

from modules.kernel.admin.addresses import Asked
from modules.kernel.admin.exchange import effective_method, merged_parameters
from modules.kernel.errors import RequestUnreadable


@pytest.mark.parametrize(
    "method, query, body, effective",
    [
        pytest.param("GET", "", {}, "GET", id="GET"),
        pytest.param("HEAD", "", {}, "HEAD", id="HEAD"),
        pytest.param("PATCH", "", {}, "GET", id="unknown on the wire"),
        pytest.param("POST", "", {}, "POST", id="POST"),
        pytest.param("POST", "", {"sf_method": "put"}, "PUT", id="override"),
        pytest.param("POST", "sf_method=delete", {}, "DELETE", id="in the query"),
        pytest.param("POST", "sf_method=x", {"sf_method": "put"}, "PUT", id="the body first"),
        pytest.param("GET", "sf_method=delete", {}, "GET", id="a GET stays a GET"),
        pytest.param("PUT", "sf_method=delete", {}, "PUT", id="so does a PUT"),
    ],
)
def test_the_method_is_the_one_the_legacy_acts_on(
    method: str, query: str, body: dict[str, str], effective: str
) -> None:
    with Flask("x").test_request_context(f"/?{query}", method=method, data=body):
        assert effective_method(request) == effective


@pytest.mark.parametrize("name", ["sf_method", "sf_method[]"])
def test_a_method_nobody_knows_cannot_be_read(name: str) -> None:
    context = Flask("x").test_request_context("/", method="POST", data={name: "bidon"})
    with context, pytest.raises(RequestUnreadable):
        effective_method(request)


def test_the_address_wins_over_the_body_and_the_body_over_the_query() -> None:
    asked = Asked("edit", {"id": "1"})
    sent = {"id": "2", "a": "body", "sf_method": "put"}
    with Flask("x").test_request_context("/?id=3&a=query&b=query", method="POST", data=sent):
        assert merged_parameters(request, asked) == {"id": "1", "a": "body", "b": "query"}
