"""The hot path: what a request or task does is appended as plain tuples; all else happens after it has ended."""

import itertools
import os
from contextvars import ContextVar
from time import perf_counter_ns, time_ns
from typing import Any, ClassVar

MIDDLEWARE, VIEW, TEMPLATE, CACHE, SQL, HTTP, PUBLISH, FOREIGN = range(1, 9)

#: Further events of a recording are counted and not kept.
MAX_EVENTS = 20_000

#: (kind, index, parent index, start, end (ns of perf_counter), key, detail, error type): a tuple, since the garbage
#: collector forgets tuples of plain values, but goes through lists until they are sent. The late fetches of a statement
#: alone are a list, with the busy time as a ninth item (instrument/fetching.py).
Event = tuple[Any, ...] | list[Any]

#: Trace id, and span id as a little-endian number.
Parent = tuple[bytes, int]


class Recording:
    """One request or task. Its entry span has index 0. Span ids are `base + index`, so that an id costs no
    randomness; a span of someone else is a parent by the index that gives its id."""

    __slots__ = (
        "attributes",
        "base",
        "dropped",
        "end",
        "error",
        "events",
        "exception",
        "failed",
        "gc_ns",
        "lent",
        "name",
        "next_index",
        "parent",
        "queue_ns",
        "start",
        "trace_id",
        "unix_offset",
    )

    #: The entry's SpanKind.
    span_kind: ClassVar[int]

    def __init__(self, parent: Parent | None) -> None:
        self.start = perf_counter_ns()
        self.unix_offset = time_ns() - self.start
        ids = os.urandom(24)
        self.trace_id, self.parent = parent or (ids[:16], 0)
        # The top bit stays free, so that adding an index never overflows.
        self.base = (int.from_bytes(ids[16:], "little") >> 1) | 1
        self.next_index = itertools.count(1).__next__
        self.events: list[Event] = []
        self.attributes: dict[str, Any] = {}
        self.end = self.queue_ns = self.gc_ns = self.dropped = 0
        self.name = self.error = ""
        self.failed = False
        #: Spans that were told to others, who may name them as parents.
        self.lent: set[int] | None = None
        #: Type, message, stack, ns since 1970.
        self.exception: tuple[str, str, str, int] | None = None

    def add(self, event: Event) -> None:
        if len(self.events) < MAX_EVENTS:
            self.events.append(event)
        else:
            self.dropped += 1

    def traceparent(self, index: int) -> str:
        return f"00-{self.trace_id.hex()}-{(self.base + index).to_bytes(8, 'little').hex()}-01"


#: The recording in work, and of the span that encloses what comes now: index, kind, start.
Frame = tuple[Recording, int, int, int]
current: ContextVar[Frame | None] = ContextVar("vitalfew", default=None)


def enter(frame: Frame, kind: int) -> Frame:
    """Opens a span below the frame; what comes until `leave` is inside of it."""
    recording = frame[0]
    opened = (recording, recording.next_index(), kind, perf_counter_ns())
    current.set(opened)
    return opened


def leave(frame: Frame, opened: Frame, key: Any, detail: Any = None, error: str = "") -> None:
    """Ends the span that `enter` opened below the frame."""
    recording, index, kind, start = opened
    recording.add((kind, index, frame[1], start, perf_counter_ns(), key, detail, error))
    current.set(frame)


def set_attribute(key: str, value: str | bool | int | float) -> None:
    """Adds an attribute to the request or task in work; does nothing outside of one."""
    frame = current.get()
    if frame is not None:
        frame[0].attributes[key] = value
