"""The hot path: what a request does is appended as plain lists; all else happens after the response."""

import itertools
import os
import time
from contextvars import ContextVar
from typing import Any

MIDDLEWARE, VIEW, TEMPLATE, CACHE, SQL, HTTP = range(1, 7)

#: Further events of a request are counted and not kept.
MAX_EVENTS = 20_000

#: [kind, index, parent index, start, end (ns of perf_counter), key, detail, error type]
Event = list[Any]


class Recording:
    """One request. The entry has index 0; span ids are `base + index`, so that an id costs no randomness."""

    __slots__ = (
        "attributes",
        "base",
        "dropped",
        "end",
        "error",
        "events",
        "exception",
        "gc_ns",
        "method",
        "next_index",
        "parent_id",
        "path",
        "queue_ns",
        "route",
        "start",
        "status",
        "trace_id",
        "unix_offset",
        "view_name",
    )

    def __init__(self, method: str, path: str, traceparent: str, queue_start: str) -> None:
        self.start = time.perf_counter_ns()
        now = time.time_ns()
        self.unix_offset = now - self.start
        ids = os.urandom(24)
        self.trace_id, self.parent_id = _remote(traceparent) or (ids[:16], b"")
        # The top bit stays free, so that adding an index never overflows.
        self.base = (int.from_bytes(ids[16:], "big") >> 1) | 1
        self.method = method
        self.path = path
        self.queue_ns = queue_time_ns(queue_start, now) if queue_start else 0
        self.next_index = itertools.count(1).__next__
        self.events: list[Event] = []
        self.attributes: dict[str, Any] = {}
        self.end = self.status = self.gc_ns = self.dropped = 0
        self.route = self.view_name = self.error = ""
        self.exception: tuple[str, str, str, int] | None = None

    def add(self, event: Event) -> None:
        if len(self.events) < MAX_EVENTS:
            self.events.append(event)
        else:
            self.dropped += 1

    def span_id(self, index: int) -> bytes:
        return (self.base + index).to_bytes(8, "big")

    def traceparent(self, index: int) -> str:
        return f"00-{self.trace_id.hex()}-{self.span_id(index).hex()}-01"


#: The request in work and the index of the span that encloses what comes now.
Frame = tuple[Recording, int, int]
current: ContextVar[Frame | None] = ContextVar("vitalfew", default=None)


def set_attribute(key: str, value: str | bool | int | float) -> None:
    """Adds an attribute to the request in work; does nothing outside of one."""
    frame = current.get()
    if frame is not None:
        frame[0].attributes[key] = value


def queue_time_ns(header: str, now_ns: int) -> int:
    """Time since `X-Request-Start` or `X-Queue-Start`: seconds, milli-, micro- or nanoseconds since 1970, told
    apart by magnitude, with `t=` or without. 0 for what lies in the future or cannot be read."""
    try:
        value = float(header.strip().removeprefix("t="))
    except ValueError:
        return 0
    for limit, factor in ((1e11, 1e9), (1e14, 1e6), (1e17, 1e3), (1e20, 1)):
        if 0 < value < limit:
            waited = now_ns - int(value * factor)
            return waited if 0 < waited < 3600 * 1_000_000_000 else 0
    return 0


def _remote(traceparent: str) -> tuple[bytes, bytes] | None:
    """Trace and span id of a W3C `traceparent`; None where it is absent or malformed."""
    parts = traceparent.split("-")
    if len(parts) < 4 or len(parts[1]) != 32 or len(parts[2]) != 16 or parts[0] == "ff":
        return None
    try:
        ids = bytes.fromhex(parts[1]), bytes.fromhex(parts[2])
    except ValueError:
        return None
    return ids if any(ids[0]) and any(ids[1]) else None
