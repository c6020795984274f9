"""Outgoing HTTP through aiohttp, by its own tracing interface. A call lasts until the head of its answer."""

from typing import Any

from ..recording import current
from .outgoing import OutgoingCall


def install(aiohttp: Any) -> None:
    trace = aiohttp.TraceConfig()
    trace.on_request_start.append(_start)
    trace.on_request_end.append(_end)
    trace.on_request_exception.append(_failed)
    original = aiohttp.ClientSession.__init__

    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:
        kwargs["trace_configs"] = [*(kwargs.get("trace_configs") or ()), trace]
        original(self, *args, **kwargs)

    aiohttp.ClientSession.__init__ = __init__


async def _start(_session: Any, trace: Any, request: Any) -> None:
    frame = current.get()
    trace.vitalfew = None
    if frame is not None:
        url = request.url
        trace.vitalfew = OutgoingCall(frame, request.method, url.scheme, url.host or "", url.port or 0, url.path)
        request.headers.setdefault("traceparent", trace.vitalfew.traceparent)


async def _end(_session: Any, trace: Any, request: Any) -> None:
    if trace.vitalfew is not None:
        trace.vitalfew.finish(request.response.status)


async def _failed(_session: Any, trace: Any, request: Any) -> None:
    if trace.vitalfew is not None:
        trace.vitalfew.finish(0, type(request.exception).__qualname__)
