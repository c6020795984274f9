"""Outgoing HTTP through httpx. A call lasts until its body is read, unless the caller streams it."""

from typing import Any

from ..recording import current
from .outgoing import OutgoingCall


def install(httpx: Any) -> None:
    send, send_async = httpx.Client.send, httpx.AsyncClient.send

    def timed_send(self: Any, request: Any, **kwargs: Any) -> Any:
        frame = current.get()
        if frame is None:
            return send(self, request, **kwargs)
        call = _start(frame, request)
        try:
            response = send(self, request, **kwargs)
        except Exception as problem:
            call.finish(0, type(problem).__qualname__)
            raise
        finally:
            current.set(frame)
        call.finish(response.status_code)
        return response

    async def timed_send_async(self: Any, request: Any, **kwargs: Any) -> Any:
        frame = current.get()
        if frame is None:
            return await send_async(self, request, **kwargs)
        call = _start(frame, request)
        try:
            response = await send_async(self, request, **kwargs)
        except Exception as problem:
            call.finish(0, type(problem).__qualname__)
            raise
        finally:
            current.set(frame)
        call.finish(response.status_code)
        return response

    httpx.Client.send = timed_send
    httpx.AsyncClient.send = timed_send_async


def _start(frame: Any, request: Any) -> OutgoingCall:
    url = request.url
    port = url.port or (443 if url.scheme == "https" else 80)
    call = OutgoingCall(frame, request.method, url.scheme, url.host, port, url.path)
    request.headers.setdefault("traceparent", call.traceparent)
    current.set(call.frame)
    return call
