"""Hooks into Django and the libraries an application calls. Each module patches one thing, once."""

from ..export.exporter import Exporter
from . import cache, database, entry, gc_time, handler, http_client, httpx_client, template

_installed = False


def install(exporter: Exporter) -> None:
    """Installs every hook; a second call does nothing."""
    global _installed
    if _installed:
        return
    _installed = True
    entry.install(exporter)
    for module in (handler, template, cache, database, http_client, httpx_client, gc_time):
        module.install()
