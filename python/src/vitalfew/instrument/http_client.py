"""Outgoing HTTP through http.client: urllib, urllib3, requests, botocore and all that stands on them."""

from http.client import HTTPConnection, HTTPSConnection
from typing import Any

from ..recording import HTTP, current
from .outgoing import OutgoingCall

_CALL = "_vitalfew_call"


def install() -> None:
    putrequest, endheaders, getresponse = (
        HTTPConnection.putrequest,
        HTTPConnection.endheaders,
        HTTPConnection.getresponse,
    )

    def timed_putrequest(self: Any, method: str, url: str, *args: Any, **kwargs: Any) -> None:
        frame = current.get()
        if frame is not None and frame[2] != HTTP:
            scheme = "https" if isinstance(self, HTTPSConnection) else "http"
            host, port = self._tunnel_host or self.host, self._tunnel_port or self.port
            self.__dict__[_CALL] = OutgoingCall(frame, method.upper(), scheme, host, port, url.split("?")[0])
        putrequest(self, method, url, *args, **kwargs)

    def timed_endheaders(self: Any, *args: Any, **kwargs: Any) -> None:
        call = self.__dict__.get(_CALL)
        if call is None:
            return endheaders(self, *args, **kwargs)
        if not any(line[:12].lower() == b"traceparent:" for line in self._buffer):
            self.putheader("traceparent", call.traceparent)
        try:
            endheaders(self, *args, **kwargs)
        except Exception as problem:
            _finish(self, 0, type(problem).__qualname__)
            raise

    def timed_getresponse(self: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            response = getresponse(self, *args, **kwargs)
        except Exception as problem:
            _finish(self, 0, type(problem).__qualname__)
            raise
        _finish(self, response.status, "")
        return response

    HTTPConnection.putrequest = timed_putrequest  # type: ignore[method-assign]
    HTTPConnection.endheaders = timed_endheaders  # type: ignore[method-assign]
    HTTPConnection.getresponse = timed_getresponse  # type: ignore[method-assign]


def _finish(connection: Any, status: int, error: str) -> None:
    call = connection.__dict__.pop(_CALL, None)
    if call is not None:
        call.finish(status, error)
