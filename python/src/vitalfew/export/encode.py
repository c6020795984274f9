"""Recordings as an OTLP ExportTraceServiceRequest (opentelemetry/proto/trace/v1/trace.proto)."""

import struct
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from ..recording import CACHE, HTTP, SQL, Event, Recording
from .describe import describe
from .fold import fold
from .wire import attribute, field, text, varint

_MAX_KNOWN = 4096
_TAG = b"\x12"
_FAILED = field(15, b"\x18\x02")

#: The fields of a span that it shares with none, each after its tag: trace id, span id, parent, start and end.
_IDS = struct.Struct("<2s16s2sQ").pack
_PARENT = struct.Struct("<2sQ").pack
_TIMES = struct.Struct("<BQBQ").pack
_ALL = struct.Struct("<2s16s2sQ2sQBQBQ")
_TRACE_TAG, _SPAN_TAG, _PARENT_TAG, _START_TAG, _END_TAG = b"\x0a\x10", b"\x12\x08", b"\x22\x08", 0x39, 0x41

_known_attribute = lru_cache(_MAX_KNOWN, typed=True)(attribute)


class Encoder:
    """Keeps the encoded part that like spans share, so that a span costs its ids and times."""

    def __init__(self, resource: Mapping[str, str | int], version: str) -> None:
        self._resource = field(1, b"".join(attribute(1, key, value) for key, value in resource.items()))
        self._scope = field(1, text(1, "vitalfew.django") + text(2, version))
        self._known: dict[tuple[int, Any], bytes] = {}

    def request(self, recordings: Iterable[Recording]) -> bytes:
        parts = [self._scope]
        for recording in recordings:
            parts += _entry(recording)
            self._add_spans(recording, parts)
        return field(1, self._resource + field(2, b"".join(parts)))

    def _add_spans(self, recording: Recording, parts: list[bytes]) -> None:
        trace_id, base, offset = recording.trace_id, recording.base, recording.unix_offset
        pack, known = _ALL.pack, self._known
        for event in fold(recording):
            kind, index, parent, start, end, key = event[:6]
            shared = known.get((kind, key)) or self._shared_part(kind, key)
            own = _own_part(event)
            parts += (
                _TAG,
                varint(_ALL.size + len(shared) + len(own)),
                pack(
                    *(_TRACE_TAG, trace_id, _SPAN_TAG, base + index, _PARENT_TAG, base + parent),
                    *(_START_TAG, start + offset, _END_TAG, end + offset),
                ),
                shared,
                own,
            )

    def _shared_part(self, kind: int, key: Any) -> bytes:
        """Name, kind and the attributes that every span of this key has."""
        if len(self._known) >= _MAX_KNOWN:
            self._known.clear()
        name, span_kind, attributes = describe(kind, key)
        part = self._known[(kind, key)] = _head(name, span_kind) + b"".join(
            attribute(9, name, value) for name, value in attributes.items() if value not in ("", 0)
        )
        return part


def _own_part(event: Event) -> bytes:
    """What of the event's meaning its key does not tell."""
    kind, detail, error = event[0], event[6], event[7]
    own = b""
    if kind == SQL:
        if detail >= 0:
            own = _known_attribute(9, "db.response.returned_rows", detail)
    elif kind == CACHE:
        if detail is not None:
            own = _known_attribute(9, "vitalfew.cache.hits", detail[0])
            own += _known_attribute(9, "vitalfew.cache.misses", detail[1])
    elif kind == HTTP and detail:
        own = _known_attribute(9, "http.response.status_code", detail)
    if len(event) == 11:
        own += _known_attribute(9, "vitalfew.repeat.count", event[8])
        own += attribute(9, "vitalfew.repeat.busy_ns", event[9])
        own += attribute(9, "vitalfew.repeat.max_ns", event[10])
    if error:
        own += _known_attribute(9, "error.type", error) + _FAILED
    return own


def _entry(recording: Recording) -> tuple[bytes, ...]:
    offset = recording.unix_offset
    ids = _IDS(_TRACE_TAG, recording.trace_id, _SPAN_TAG, recording.base)
    if recording.parent:
        ids += _PARENT(_PARENT_TAG, recording.parent)
    times = _TIMES(_START_TAG, recording.start + offset, _END_TAG, recording.end + offset)
    attributes = b"".join(
        _known_attribute(9, key, value) for key, value in recording.attributes.items() if value not in ("", 0, None)
    )
    more = b""
    for key, value in (
        ("vitalfew.queue_ns", recording.queue_ns),
        ("vitalfew.gc_ns", recording.gc_ns),
        ("vitalfew.dropped_events", recording.dropped),
    ):
        if value > 0:
            more += attribute(9, key, value)
    if recording.error:
        more += _known_attribute(9, "error.type", recording.error)
    if recording.exception is not None:
        more += _exception(*recording.exception)
    if recording.failed or recording.error:
        more += _FAILED
    body = ids + times + _head(recording.name, recording.span_kind) + attributes + more
    return _TAG, varint(len(body)), body


def _exception(kind: str, message: str, stack: str, at_ns: int) -> bytes:
    about = attribute(3, "exception.type", kind) + attribute(3, "exception.message", message)
    about += attribute(3, "exception.stacktrace", stack)
    return field(11, struct.pack("<BQ", 0x09, at_ns) + text(2, "exception") + about)


def _head(name: str, span_kind: int) -> bytes:
    return text(5, name) + bytes((6 << 3, span_kind))
