from time import perf_counter_ns

from ..recording import HTTP, Frame, Recording


class OutgoingCall:
    """A call of another server by HTTP, from `start` to `finish`; its answer's status or error ends it."""

    __slots__ = ("_index", "_key", "_parent", "_recording", "_start")

    def __init__(self, frame: Frame, method: str, scheme: str, host: str, port: int, path: str) -> None:
        self._recording: Recording
        self._recording, self._parent = frame[:2]
        self._index = self._recording.next_index()
        self._key = (method, scheme, host, port, path)
        self._start = perf_counter_ns()

    @property
    def frame(self) -> Frame:
        """The frame of what happens inside of the call."""
        return self._recording, self._index, HTTP, self._start

    @property
    def traceparent(self) -> str:
        return self._recording.traceparent(self._index)

    def finish(self, status: int, error: str = "") -> None:
        end = perf_counter_ns()
        self._recording.add((HTTP, self._index, self._parent, self._start, end, self._key, status, error))
