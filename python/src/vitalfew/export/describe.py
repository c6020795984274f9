"""What an event's kind and key mean, in OpenTelemetry's words and ours (docs/telemetry.md)."""

import os
from collections.abc import Callable
from typing import Any

from ..recording import CACHE, HTTP, MIDDLEWARE, PUBLISH, SQL, TEMPLATE, VIEW
from .masking import mask_statement

INTERNAL, CLIENT, PRODUCER = 1, 3, 4
_SYSTEMS = {"oracle": "oracle.db", "microsoft": "microsoft.sql_server"}

#: Name, SpanKind, attributes.
Description = tuple[str, int, dict[str, str | int]]


def describe(kind: int, key: Any) -> Description:
    return _DESCRIBE[kind](key)


def _middleware(name: str) -> Description:
    return name, INTERNAL, {"vitalfew.segment": "middleware", "code.function.name": name}


def _view(name: str) -> Description:
    return name, INTERNAL, {"vitalfew.segment": "view", "code.function.name": name}


def _template(name: str) -> Description:
    return name, INTERNAL, {"vitalfew.segment": "template", "vitalfew.template.name": name}


def _cache(key: tuple[str, str, str]) -> Description:
    operation, backend, template = key
    return (
        f"cache {operation}",
        INTERNAL,
        {
            "vitalfew.segment": "cache",
            "vitalfew.cache.operation": operation,
            "vitalfew.cache.backend": backend,
            "vitalfew.cache.key": template,
        },
    )


def _sql(key: tuple[tuple[str, str, str], str, int, str, int]) -> Description:
    (vendor, database, alias), sql, count, file, line = key
    statement = mask_statement(sql)
    return (
        statement.split(None, 1)[0].upper() if statement.strip() else "SQL",
        CLIENT,
        {
            "db.system.name": _SYSTEMS.get(vendor, vendor),
            "db.namespace": os.path.basename(database),
            "db.query.text": statement,
            "vitalfew.db.alias": alias,
            "vitalfew.db.parameter_count": count,
            "code.file.path": _relative(file),
            "code.line.number": line,
        },
    )


def _http(key: tuple[str, str, str, int, str]) -> Description:
    method, scheme, host, port, path = key
    return (
        f"{method} {host}",
        CLIENT,
        {
            "http.request.method": method,
            "server.address": host,
            "server.port": port,
            "url.full": f"{scheme}://{host}:{port}{path}",
        },
    )


def _publish(key: tuple[str, str, str]) -> Description:
    task, system, destination = key
    return (
        f"publish {task}",
        PRODUCER,
        {
            "messaging.system": system,
            "messaging.destination.name": destination,
            "messaging.operation.type": "send",
            "celery.task_name": task,
        },
    )


_DESCRIBE: dict[int, Callable[[Any], Description]] = {
    MIDDLEWARE: _middleware,
    VIEW: _view,
    TEMPLATE: _template,
    CACHE: _cache,
    SQL: _sql,
    HTTP: _http,
    PUBLISH: _publish,
}


def _relative(file: str) -> str:
    """The path below the working directory where the file is there, so that it is the same on every host."""
    below = os.path.relpath(file) if file else ""
    return file if below.startswith("..") else below
