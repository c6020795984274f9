import os
import sys
import sysconfig
from time import perf_counter_ns
from typing import Any

from django.db import connections
from django.db.backends.signals import connection_created
from django.db.backends.utils import CursorWrapper

from ..recording import SQL, Event, current
from .timed import Function

#: A fetch that follows within this time belongs to the statement's stretch.
_JOINED_NS = 50_000
_LIBRARIES = tuple({sysconfig.get_path("stdlib"), sysconfig.get_path("purelib"), sysconfig.get_path("platlib")})
_OWN = os.path.dirname(os.path.dirname(__file__))
_is_own_code: dict[str, bool] = {}


def install() -> None:
    connection_created.connect(_hook_connection, dispatch_uid="vitalfew.database")
    for connection in connections.all(initialized_only=True):
        _hook_connection(connection)
    for name in ("fetchone", "fetchmany", "fetchall"):
        setattr(CursorWrapper, name, _fetch(name))


def _hook_connection(connection: Any, **_signal: Any) -> None:
    if _record not in connection.execute_wrappers:
        connection.execute_wrappers.append(_record)


def _record(execute: Function, sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
    frame = current.get()
    if frame is None:
        return execute(sql, params, many, context)
    recording, parent, _ = frame
    connection, cursor = context["connection"], context["cursor"]
    file, line = _call_site()
    count = len(params) if params is not None and hasattr(params, "__len__") else 0
    database = connection.settings_dict.get("NAME")
    key = (connection.vendor, str(database), connection.alias, str(sql), count, file, line)
    event: Event = [SQL, recording.next_index(), parent, perf_counter_ns(), 0, key, -1, ""]
    try:
        return execute(sql, params, many, context)
    except Exception as problem:
        event[7] = type(problem).__qualname__
        raise
    finally:
        event[4] = perf_counter_ns()
        event[6] = cursor.rowcount
        recording.add(event)
        cursor.vitalfew_event = event


def _fetch(name: str) -> Function:
    """A fetch is part of its statement: SQLite does the work of a SELECT here, and rows are known only here."""

    def fetch(self: Any, *args: Any) -> Any:
        event = self.__dict__.get("vitalfew_event")
        function = getattr(self.cursor, name)
        start = perf_counter_ns()
        with self.db.wrap_database_errors:
            rows = function(*args)
        if event is not None:
            if start - event[4] < _JOINED_NS:
                event[4] = perf_counter_ns()
            if self.db.vendor == "sqlite":
                event[6] = max(event[6], 0) + (len(rows) if name != "fetchone" else rows is not None)
        return rows

    fetch.__name__ = name
    return fetch


def _call_site() -> tuple[str, int]:
    """File and line of the nearest frame that is the application's own."""
    frame = sys._getframe(2)
    while frame is not None:
        file = frame.f_code.co_filename
        own = _is_own_code.get(file)
        if own is None:
            own = _is_own_code[file] = not file.startswith((*_LIBRARIES, _OWN, "<")) and "site-packages" not in file
        if own:
            return file, frame.f_lineno
        frame = frame.f_back  # type: ignore[assignment]
    return "", 0
