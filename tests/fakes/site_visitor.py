"""Somebody with a browser's cookies but no browser, on one of the demo's sites."""

from dataclasses import dataclass, field

import requests
from lxml import html


@dataclass
class SiteVisitor:
    """Sends what a person would: cookies kept, redirects not followed."""

    url: str
    host: str
    session: requests.Session = field(default_factory=requests.Session)

    def get(self, path: str, **headers: str) -> requests.Response:
        return self._send("GET", path, headers=headers)

    def post(
        self, path: str, fields: dict[str, str | list[str]], **headers: str
    ) -> requests.Response:
        return self._send("POST", path, data=fields, headers=headers)

    def _send(self, method: str, path: str, **options: object) -> requests.Response:
        headers = {"Host": self.host, **options.pop("headers", {})}  # type: ignore[dict-item]
        return self.session.request(
            method,
            self.url + path,
            headers=headers,
            allow_redirects=False,
            timeout=30,
            **options,  # type: ignore[arg-type]
        )

    def cookie(self, name: str) -> str | None:
        return self.session.cookies.get(name)


def page(response: requests.Response) -> html.HtmlElement:
    """The page's elements."""
    return html.fromstring(response.content, parser=html.HTMLParser(encoding="utf-8"))


def text_of(response: requests.Response, path: str) -> list[str]:
    """The visible text of each element an XPath finds, blanks squeezed."""
    return [" ".join(element.text_content().split()) for element in page(response).xpath(path)]


def hidden(response: requests.Response, name: str) -> str:
    """The value of a form's hidden field."""
    return page(response).xpath(f"//input[@name='{name}']/@value")[0]
