"""The entry of a request through WSGI. A streaming response goes on after the handler has returned."""

from collections.abc import AsyncIterator, Iterator
from time import perf_counter_ns
from typing import Any

from django.core.handlers.wsgi import WSGIHandler

from ..export.exporter import Exporter
from ..recording import current
from ..remote import parent_of
from .opentelemetry_context import enclosing_span
from .request import Request
from .stack_room import with_room_in_main_thread

_NAME = "django.core.handlers.wsgi.WSGIHandler"


def install(exporter: Exporter) -> None:
    original = with_room_in_main_thread(WSGIHandler.__call__)

    def finish(request: Request) -> None:
        request.finish(_NAME, perf_counter_ns())
        exporter.take(request)

    def call(self: Any, environ: dict[str, Any], start_response: Any) -> Any:
        request = Request(
            enclosing_span() or parent_of(environ.get("HTTP_TRACEPARENT", "")),
            environ.get("REQUEST_METHOD", "GET"),
            environ.get("PATH_INFO", "/"),
            environ.get("HTTP_X_REQUEST_START") or environ.get("HTTP_X_QUEUE_START") or "",
        )
        outer = current.get()
        request.resume()
        streams = False
        try:
            response = original(self, environ, start_response)
            request.status = getattr(response, "status_code", 200)
            if getattr(response, "streaming", False):
                parts = _parts_async if response.is_async else _parts
                response.streaming_content = parts(request, response.streaming_content, finish)
                streams = True
            return response
        finally:
            current.set(outer)
            if not streams:
                finish(request)

    WSGIHandler.__call__ = call


def _parts(request: Request, parts: Iterator[Any], finish: Any) -> Iterator[Any]:
    """The parts of a streaming response, each made under the request; the last one ends it."""
    try:
        while True:
            request.resume()
            try:
                part = next(parts)
            except StopIteration:
                return
            finally:
                current.set(None)
            yield part
    finally:
        finish(request)


async def _parts_async(request: Request, parts: AsyncIterator[Any], finish: Any) -> AsyncIterator[Any]:
    """The same of an async iterator, which Django runs through in an event loop of its own."""
    request.resume()
    try:
        async for part in parts:
            yield part
    finally:
        current.set(None)
        finish(request)
