"""The entry of a request through ASGI."""

from time import perf_counter_ns
from typing import Any

from django.core.handlers.asgi import ASGIHandler

from ..export.exporter import Exporter
from ..recording import current
from ..remote import parent_of
from .opentelemetry_context import enclosing_span
from .request import Request

_NAME = "django.core.handlers.asgi.ASGIHandler"


def install(exporter: Exporter) -> None:
    original = ASGIHandler.__call__

    async def call(self: Any, scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await original(self, scope, receive, send)
            return
        headers = {name.lower(): value.decode("latin-1") for name, value in scope.get("headers", ())}
        request = Request(
            enclosing_span() or parent_of(headers.get(b"traceparent", "")),
            scope.get("method", "GET"),
            scope.get("path", "/"),
            headers.get(b"x-request-start") or headers.get(b"x-queue-start") or "",
        )
        outer = current.get()
        request.resume()

        async def watched(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                request.status = message["status"]
            await send(message)

        try:
            await original(self, scope, receive, watched)
        finally:
            current.set(outer)
            request.finish(_NAME, perf_counter_ns())
            exporter.take(request)

    ASGIHandler.__call__ = call
