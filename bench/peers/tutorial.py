"""The proxy that a tutorial shows: a Flask view that calls requests."""

import os

import requests
from flask import Flask, Response, request

UPSTREAM = os.environ.get("BENCH_UPSTREAM", "")
_HOP = {"content-encoding", "content-length", "transfer-encoding", "connection"}

app = Flask(__name__)


@app.route("/", defaults={"path": ""}, methods=["GET", "POST"])
@app.route("/<path:path>", methods=["GET", "POST"])
def forward(path: str) -> Response:
    """The upstream's answer, read whole before it goes on."""
    answer = requests.request(
        request.method,
        f"{UPSTREAM}/{path}",
        headers={key: value for key, value in request.headers if key != "Host"},
        data=request.get_data(),
        allow_redirects=False,
        timeout=30,
    )
    headers = [(key, value) for key, value in answer.headers.items() if key.lower() not in _HOP]
    return Response(answer.content, answer.status_code, headers)
