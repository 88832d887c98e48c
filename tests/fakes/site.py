"""gestion's Python site as gunicorn runs it for the tests, settings from the environment."""

import os
from pkgutil import resolve_name
from wsgiref.types import WSGIApplication

import modules
from modules.kernel.lot import Lot
from proxy.config import read_settings
from proxy.wiring.sites import build_sites


def application() -> WSGIApplication:
    return build_sites(read_settings(os.environ))["gestion"]


def walkthrough(folder: str, lot: str) -> WSGIApplication:
    """The site of one lot alone, whose package is in a folder of the tests'."""
    modules.__path__.append(folder)
    manifest = resolve_name(f"modules.{lot}.lot:LOT")
    assert isinstance(manifest, Lot)
    return build_sites(read_settings(os.environ), [manifest])["gestion"]
