"""Files that a page gives to be saved under a name."""

from flask import Response


def download(content: bytes, content_type: str, name: str) -> Response:
    """The file, saved by the browser rather than shown."""
    response = Response(content, content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
