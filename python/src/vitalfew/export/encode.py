"""Recordings as an OTLP ExportTraceServiceRequest (opentelemetry/proto/trace/v1/trace.proto); docs/telemetry.md
says what the attributes mean."""

import os
import platform
import socket
from collections.abc import Iterable
from typing import Any

from ..options import Options
from ..recording import CACHE, HTTP, MIDDLEWARE, SQL, TEMPLATE, VIEW, Recording
from .fold import Fold, fold
from .masking import mask_statement
from .wire import attribute, field, fixed64, varint

_SERVER, _INTERNAL, _CLIENT = 2, 1, 3
_SYSTEMS = {"oracle": "oracle.db", "microsoft": "microsoft.sql_server"}
_MAX_KNOWN = 4096


class Encoder:
    """Keeps the encoded part that like spans share, so that a span costs its ids and times."""

    def __init__(self, options: Options, version: str) -> None:
        self._options = options
        self._version = version
        self._known: dict[Any, bytes] = {}

    def request(self, recordings: Iterable[Recording]) -> bytes:
        spans = b"".join(self._recording(recording) for recording in recordings)
        scope = field(1, field(1, b"vitalfew.django") + field(2, self._version.encode()))
        return field(1, field(1, self._resource()) + field(2, scope + spans))

    def _resource(self) -> bytes:
        options = self._options
        host, pid = socket.gethostname(), os.getpid()
        named: dict[str, str | int] = {
            "service.name": options.service,
            "service.version": options.version,
            "deployment.environment.name": options.environment,
            "service.instance.id": f"{host}:{pid}",
            "host.name": host,
            "process.pid": pid,
            "process.runtime.name": platform.python_implementation().lower(),
            "process.runtime.version": platform.python_version(),
            "telemetry.sdk.name": "vitalfew",
            "telemetry.sdk.language": "python",
            "telemetry.sdk.version": self._version,
        }
        return b"".join(attribute(1, key, value) for key, value in named.items() if value != "")

    def _recording(self, recording: Recording) -> bytes:
        children = [self._span(recording, one) for one in fold(recording.events)]
        return self._entry(recording) + b"".join(children)

    def _entry(self, recording: Recording) -> bytes:
        name = f"{recording.method} {recording.route}" if recording.route else recording.method
        named: dict[str, Any] = {
            "http.request.method": recording.method,
            "http.route": recording.route,
            "url.path": recording.path,
            "http.response.status_code": recording.status,
            "code.function.name": recording.view_name,
            "vitalfew.queue_ns": recording.queue_ns,
            "vitalfew.gc_ns": recording.gc_ns,
            "vitalfew.dropped_events": recording.dropped,
            "error.type": recording.error,
            **recording.attributes,
        }
        body = b"".join(attribute(9, key, value) for key, value in named.items() if value not in ("", 0, None))
        body += attribute(9, "vitalfew.complete", True)
        if recording.exception is not None:
            kind, message, stack, at = recording.exception
            about = attribute(3, "exception.type", kind) + attribute(3, "exception.message", message)
            about += attribute(3, "exception.stacktrace", stack)
            body += field(11, fixed64(1, at) + field(2, b"exception") + about)
        if recording.error or recording.status >= 500:
            body += field(15, b"\x18\x02")
        head = field(5, name.encode("utf-8", "replace")) + bytes((6 << 3, _SERVER))
        parent = field(4, recording.parent_id) if recording.parent_id else b""
        return _framed(recording, 0, parent, recording.start, recording.end, head + body)

    def _span(self, recording: Recording, one: Fold) -> bytes:
        shared = self._known.get((one.kind, one.key))
        if shared is None:
            if len(self._known) >= _MAX_KNOWN:
                self._known.clear()
            shared = self._known[(one.kind, one.key)] = _shared_part(one.kind, one.key)
        own = b""
        if one.kind == SQL and one.detail >= 0:
            own += attribute(9, "db.response.returned_rows", one.detail)
        elif one.kind == CACHE and one.detail is not None:
            own += attribute(9, "vitalfew.cache.hits", one.detail[0])
            own += attribute(9, "vitalfew.cache.misses", one.detail[1])
        elif one.kind == HTTP and one.detail:
            own += attribute(9, "http.response.status_code", one.detail)
        if one.count > 1:
            own += attribute(9, "vitalfew.repeat.count", one.count)
            own += attribute(9, "vitalfew.repeat.busy_ns", one.busy_ns)
            own += attribute(9, "vitalfew.repeat.max_ns", one.max_ns)
        if one.error:
            own += attribute(9, "error.type", one.error) + field(15, b"\x18\x02")
        parent = field(4, recording.span_id(one.parent))
        return _framed(recording, one.index, parent, one.start, one.end, shared + own)


def _framed(recording: Recording, index: int, parent: bytes, start: int, end: int, rest: bytes) -> bytes:
    offset = recording.unix_offset
    ids = field(1, recording.trace_id) + field(2, recording.span_id(index)) + parent
    return field(2, ids + fixed64(7, start + offset) + fixed64(8, end + offset) + rest)


def _shared_part(kind: int, key: Any) -> bytes:
    """Name, kind and the attributes that every span of this key has."""
    span_kind, named = _INTERNAL, dict[str, Any]()
    if kind in (MIDDLEWARE, VIEW):
        name = key
        named = {"vitalfew.segment": "view" if kind == VIEW else "middleware", "code.function.name": key}
    elif kind == TEMPLATE:
        name = key
        named = {"vitalfew.segment": "template", "vitalfew.template.name": key}
    elif kind == CACHE:
        operation, backend, template = key
        name = f"cache {operation}"
        named = {
            "vitalfew.segment": "cache",
            "vitalfew.cache.operation": operation,
            "vitalfew.cache.backend": backend,
            "vitalfew.cache.key": template,
        }
    elif kind == SQL:
        vendor, database, alias, sql, count, file, line = key
        span_kind = _CLIENT
        statement = mask_statement(sql)
        name = statement.split(None, 1)[0].upper() if statement.strip() else "SQL"
        named = {
            "db.system.name": _SYSTEMS.get(vendor, vendor),
            "db.namespace": os.path.basename(database),
            "db.query.text": statement,
            "vitalfew.db.alias": alias,
            "vitalfew.db.parameter_count": count,
            "code.file.path": _relative(file),
            "code.line.number": line,
        }
    else:
        method, host, port, path = key
        span_kind = _CLIENT
        name = f"{method} {host}"
        named = {
            "http.request.method": method,
            "server.address": host,
            "server.port": port,
            "url.full": f"{'https' if port == 443 else 'http'}://{host}:{port}{path}",
        }
    attributes = b"".join(attribute(9, key, value) for key, value in named.items() if value not in ("", 0, None))
    return field(5, name.encode("utf-8", "replace")) + varint(6 << 3) + varint(span_kind) + attributes


def _relative(file: str) -> str:
    """The path below the working directory where the file is there, so that it is the same on every host."""
    below = os.path.relpath(file) if file else ""
    return file if below.startswith("..") else below
