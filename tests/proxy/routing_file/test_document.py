"""The model of a routing file."""

import pytest
from pydantic import ValidationError

from proxy.routing_file.document import Document

BACKEND = {"kind": "symfony4", "url": "http://127.0.0.1:1", "hosts": ["a"]}


def test_what_is_not_said_has_its_default() -> None:
    lot = {"title": "A", "stage": "legacy", "routes": {"b": ["/"]}}
    document = Document.model_validate(
        {"version": 1, "backends": {"b": BACKEND}, "lots": {"a": lot}}
    )

    assert document.gates == "enforced"
    assert document.backends["b"].controllers is None
    assert (document.lots["a"].needs, document.lots["a"].symfony_modules) == ([], [])
    assert not document.lots["a"].bridged
    assert not document.lots["a"].catch_all


def test_a_table_without_lots_is_a_plain_proxy() -> None:
    assert Document.model_validate({"version": 1, "backends": {"b": BACKEND}}).lots == {}


def test_a_document_is_frozen() -> None:
    document = Document.model_validate({"version": 1, "backends": {"b": BACKEND}})

    with pytest.raises(ValidationError, match="frozen"):
        document.gates = "advisory"  # type: ignore[misc]
