from proxy.backends.bodies import Framing, NoBody


def test_a_request_without_body_has_nothing_to_read_and_a_client_that_waits() -> None:
    body = NoBody()

    assert (body.framing, body.length, body.read(10)) == (Framing.NONE, 0, b"")
    assert not body.client_has_left()
