"""Statements, and what a connection costs besides them."""

from time import perf_counter_ns
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

from ..recording import SQL, current, enter, leave
from . import fetching
from .call_site import call_site
from .timed import Function


def install() -> None:
    for name in ("execute", "executemany"):
        setattr(CursorWrapper, name, _timed_execute(getattr(CursorWrapper, name)))
    fetching.install()
    for name, statement in (("connect", "CONNECT"), ("_commit", "COMMIT"), ("_rollback", "ROLLBACK")):
        setattr(BaseDatabaseWrapper, name, _timed_method(getattr(BaseDatabaseWrapper, name), statement))


def _timed_execute(original: Function) -> Function:
    def execute(self: Any, sql: Any, params: Any = None) -> Any:
        frame = current.get()
        if frame is None:
            return original(self, sql, params)
        file, line = call_site()
        text = sql if type(sql) is str else _text(sql, self.db)
        count = len(params) if params is not None and hasattr(params, "__len__") else 0
        key = (_of(self.db), text, count, file, line)
        error = ""
        recording, index, _, start = enter(frame, SQL)
        try:
            return original(self, sql, params)
        except Exception as problem:
            error = type(problem).__qualname__
            raise
        finally:
            event = (SQL, index, frame[1], start, perf_counter_ns(), key, self.cursor.rowcount, error)
            recording.add(event)
            current.set(frame)
            fetching.follow(self, event)

    return execute


def _timed_method(original: Function, statement: str) -> Function:
    def method(self: Any) -> Any:
        frame = current.get()
        if frame is None:
            return original(self)
        error = ""
        opened = enter(frame, SQL)
        try:
            return original(self)
        except Exception as problem:
            error = type(problem).__qualname__
            raise
        finally:
            leave(frame, opened, (_of(self), statement, 0, "", 0), -1, error)

    return method


def _of(connection: Any) -> tuple[str, str, str]:
    """Vendor, database and alias."""
    known: tuple[str, str, str] | None = connection.__dict__.get("_vitalfew")
    if known is None:
        database = str(connection.settings_dict.get("NAME") or "")
        known = connection._vitalfew = (connection.vendor, database, connection.alias)
    return known


def _text(sql: Any, connection: Any) -> str:
    """The text of a statement that psycopg composed, or of bytes."""
    if hasattr(sql, "as_string"):
        return str(sql.as_string(connection.connection))
    return sql.decode("utf-8", "replace") if isinstance(sql, bytes) else str(sql)
