"""Outgoing HTTP through httpx, where it is installed. A request lasts until its body is read."""

from importlib.util import find_spec
from time import perf_counter_ns
from typing import Any

from ..recording import HTTP, Event, Recording, current


def install() -> None:
    if find_spec("httpx") is None:
        return
    import httpx

    send, send_async = httpx.Client.send, httpx.AsyncClient.send

    def timed_send(self: Any, request: Any, **kwargs: Any) -> Any:
        started = _start(request)
        if started is None:
            return send(self, request, **kwargs)
        try:
            response = send(self, request, **kwargs)
        except Exception as problem:
            _finish(started, 0, type(problem).__qualname__)
            raise
        _finish(started, response.status_code, "")
        return response

    async def timed_send_async(self: Any, request: Any, **kwargs: Any) -> Any:
        started = _start(request)
        if started is None:
            return await send_async(self, request, **kwargs)
        try:
            response = await send_async(self, request, **kwargs)
        except Exception as problem:
            _finish(started, 0, type(problem).__qualname__)
            raise
        _finish(started, response.status_code, "")
        return response

    httpx.Client.send = timed_send  # type: ignore[method-assign]
    httpx.AsyncClient.send = timed_send_async  # type: ignore[method-assign]


def _start(request: Any) -> tuple[Recording, Event] | None:
    frame = current.get()
    if frame is None:
        return None
    recording, parent, _ = frame
    url = request.url
    port = url.port or (443 if url.scheme == "https" else 80)
    event: Event = [HTTP, recording.next_index(), parent, 0, 0, (request.method, url.host, port, url.path), 0, ""]
    request.headers.setdefault("traceparent", recording.traceparent(event[1]))
    event[3] = perf_counter_ns()
    return recording, event


def _finish(started: tuple[Recording, Event], status: int, error: str) -> None:
    recording, event = started
    event[4], event[6], event[7] = perf_counter_ns(), status, error
    recording.add(event)
