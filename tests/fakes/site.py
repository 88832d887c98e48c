"""gestion's Python site as gunicorn runs it for the tests, settings from the environment."""

import os
from wsgiref.types import WSGIApplication

from proxy.config import read_settings
from proxy.wiring.sites import build_sites


def application() -> WSGIApplication:
    return build_sites(read_settings(os.environ))["gestion"]
