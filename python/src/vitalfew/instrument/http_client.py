"""Outgoing HTTP through http.client: urllib, urllib3, requests, botocore and all that stands on them."""

from http.client import HTTPConnection
from time import perf_counter_ns
from typing import Any

from ..recording import HTTP, current

_SPAN = "_vitalfew_span"


def install() -> None:
    putrequest, endheaders, getresponse = (
        HTTPConnection.putrequest,
        HTTPConnection.endheaders,
        HTTPConnection.getresponse,
    )

    def timed_putrequest(self: Any, method: str, url: str, *args: Any, **kwargs: Any) -> None:
        frame = current.get()
        if frame is not None and frame[2] != HTTP:
            recording, parent, _ = frame
            key = (method.upper(), self.host, self.port, url.split("?")[0])
            self.__dict__[_SPAN] = (recording, [HTTP, recording.next_index(), parent, perf_counter_ns(), 0, key, 0, ""])
        putrequest(self, method, url, *args, **kwargs)

    def timed_endheaders(self: Any, *args: Any, **kwargs: Any) -> None:
        span = self.__dict__.get(_SPAN)
        if span is None:
            return endheaders(self, *args, **kwargs)
        if not any(line[:12].lower() == b"traceparent:" for line in self._buffer):
            self.putheader("traceparent", span[0].traceparent(span[1][1]))
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
    span = connection.__dict__.pop(_SPAN, None)
    if span is not None:
        recording, event = span
        event[4], event[6], event[7] = perf_counter_ns(), status, error
        recording.add(event)
