from flask import Flask

from modules.kernel.redirects import redirect_to


def test_a_redirect_is_absolute_and_its_body_follows_it() -> None:
    with Flask("x").test_request_context("/", base_url="http://gestion.localhost:8000"):
        answer = redirect_to("/a?b=1&c=<")

    assert answer.status_code == 302
    assert answer.headers["Location"] == "http://gestion.localhost:8000/a?b=1&c=<"
    assert answer.get_data(as_text=True) == (
        '<html><head><meta http-equiv="refresh" '
        'content="0;url=http://gestion.localhost:8000/a?b=1&amp;c=&lt;"/></head></html>'
    )
