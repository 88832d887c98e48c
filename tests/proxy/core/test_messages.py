"""The head of a request."""

from proxy.core.messages import RequestHead


def test_values_of_a_field_keep_their_order_whatever_its_case() -> None:
    headers = ((b"Cookie", b"a=1"), (b"X", b"y"), (b"cookie", b"b=2"))
    head = RequestHead("GET", b"/", b"a", headers)

    assert head.values(b"cookie") == (b"a=1", b"b=2")
    assert head.values(b"host") == ()
