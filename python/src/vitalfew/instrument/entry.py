"""The entry of a request: WSGI and ASGI handlers, and the exceptions that end in a 500."""

import sys
import traceback
from collections.abc import Iterator
from time import perf_counter_ns, time_ns
from typing import Any

from django.core.handlers.asgi import ASGIHandler
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import got_request_exception

from ..export.exporter import Exporter
from ..recording import MIDDLEWARE, VIEW, Recording, current
from .timed import timed

_MAX_MESSAGE = 2000
_MAX_STACK = 16_000
_END = object()


def install(exporter: Exporter) -> None:
    call_wsgi, call_asgi = WSGIHandler.__call__, ASGIHandler.__call__

    def wsgi(self: WSGIHandler, environ: dict[str, Any], start_response: Any) -> Any:
        queue = environ.get("HTTP_X_REQUEST_START") or environ.get("HTTP_X_QUEUE_START") or ""
        recording = Recording(
            environ.get("REQUEST_METHOD", "GET"),
            environ.get("PATH_INFO", "/"),
            environ.get("HTTP_TRACEPARENT", ""),
            queue,
        )
        index = recording.next_index()
        current.set((recording, index, MIDDLEWARE))
        start = perf_counter_ns()
        handed_on = False
        try:
            response = call_wsgi(self, environ, start_response)
            recording.status = getattr(response, "status_code", 200)
            if getattr(response, "streaming", False) and not getattr(response, "is_async", False):
                response.streaming_content = _streamed(recording, response.streaming_content, exporter, index, start)
                handed_on = True
            return response
        finally:
            if not handed_on:
                _finish(recording, exporter, index, start, "django.core.handlers.wsgi.WSGIHandler")
            current.set(None)

    async def asgi(self: ASGIHandler, scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return await call_asgi(self, scope, receive, send)
        headers = {name.lower(): value.decode("latin-1") for name, value in scope.get("headers", ())}
        queue = headers.get(b"x-request-start") or headers.get(b"x-queue-start") or ""
        path = scope.get("path", "/")
        recording = Recording(scope.get("method", "GET"), path, headers.get(b"traceparent", ""), queue)
        index = recording.next_index()
        current.set((recording, index, MIDDLEWARE))
        start = perf_counter_ns()

        async def watched(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                recording.status = message["status"]
            await send(message)

        try:
            await call_asgi(self, scope, receive, watched)
        finally:
            _finish(recording, exporter, index, start, "django.core.handlers.asgi.ASGIHandler")
            current.set(None)

    WSGIHandler.__call__ = wsgi  # type: ignore[method-assign]
    ASGIHandler.__call__ = asgi  # type: ignore[method-assign]
    got_request_exception.connect(_keep_exception, dispatch_uid="vitalfew.exception")


def _streamed(recording: Recording, parts: Any, exporter: Exporter, index: int, start: int) -> Iterator[Any]:
    """The parts of a streaming response, each made under the request; the last one ends it."""
    iterator = iter(parts)
    advance = timed(next, VIEW, recording.view_name)
    try:
        while True:
            current.set((recording, index, MIDDLEWARE))
            try:
                part = advance(iterator, _END)
            finally:
                current.set(None)
            if part is _END:
                return
            yield part
    finally:
        _finish(recording, exporter, index, start, "django.core.handlers.wsgi.WSGIHandler")


def _finish(recording: Recording, exporter: Exporter, index: int, start: int, name: str) -> None:
    end = perf_counter_ns()
    recording.add([MIDDLEWARE, index, 0, start, end, name, None, ""])
    recording.end = end
    exporter.take(recording)


def _keep_exception(sender: Any, **_signal: Any) -> None:
    frame = current.get()
    kind, problem, stack = sys.exc_info()
    if frame is None or kind is None:
        return
    text = "".join(traceback.format_exception(kind, problem, stack))[-_MAX_STACK:]
    name = kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
    frame[0].error = name
    frame[0].exception = (name, str(problem)[:_MAX_MESSAGE], text, time_ns())
