"""Hooks into Django and the libraries that an application calls. Each module patches one thing, once."""

from ..export.exporter import Exporter
from ..options import Options
from . import (
    aiohttp_client,
    asgi,
    cache,
    celery_tasks,
    database,
    exceptions,
    gc_time,
    handler,
    http_client,
    httpx_client,
    opentelemetry_context,
    stack_room,
    streaming,
    template,
    user_attributes,
    wsgi,
)
from .on_import import on_import

_installed = False


def install(exporter: Exporter, options: Options) -> None:
    """Installs every hook; a second call does nothing."""
    global _installed
    if _installed:
        return
    _installed = True
    stack_room.install()
    for entry in (wsgi, asgi):
        entry.install(exporter)
    for module in (handler, streaming, exceptions, template, cache, database, http_client, gc_time):
        module.install()
    user_attributes.install(options.attributes)
    on_import("django.template.backends.jinja2", template.install_jinja2)
    on_import("httpx", httpx_client.install)
    on_import("aiohttp", aiohttp_client.install)
    on_import("celery.app.base", celery_tasks.installer(exporter))
    on_import("opentelemetry.trace", opentelemetry_context.install)
