"""Rows are part of their statement: SQLite does the work of a SELECT while they are fetched, and it does not say how
many there are before.

Fetches that follow their statement with nothing recorded in between prolong its event; the time between them is not
the database's, so its start moves by it. Else they are an event of the same key of their own, whose ninth item is the
time it was busy."""

from collections.abc import Iterator
from time import perf_counter_ns
from typing import Any

from django.db.backends.utils import CursorWrapper

from ..recording import SQL, current
from .timed import Function

_END = object()


def install() -> None:
    CursorWrapper._vitalfew_event = None
    for name in ("fetchone", "fetchmany", "fetchall"):
        setattr(CursorWrapper, name, _fetch(name))
    CursorWrapper.__iter__ = _iterate(CursorWrapper.__iter__)


def follow(cursor: Any, event: tuple[Any, ...]) -> None:
    """The fetches to come belong to this statement."""
    cursor._vitalfew_event = event
    cursor._vitalfew_late = None
    cursor._vitalfew_counts = event[6] < 0


def _fetch(name: str) -> Function:
    def fetch(self: Any, *args: Any) -> Any:
        function = getattr(self.cursor, name)
        start = perf_counter_ns()
        with self.db.wrap_database_errors:
            rows = function(*args)
        if self._vitalfew_event is not None:
            _account(self, start, len(rows) if name != "fetchone" else int(rows is not None))
        return rows

    fetch.__name__ = name
    return fetch


def _iterate(original: Function) -> Function:
    def rows(self: Any) -> Iterator[Any]:
        iterator = original(self)
        if self._vitalfew_event is None:
            yield from iterator
            return
        while True:
            start = perf_counter_ns()
            row = next(iterator, _END)
            _account(self, start, int(row is not _END))
            if row is _END:
                return
            yield row

    return rows


def _account(cursor: Any, start: int, rows: int) -> None:
    end = perf_counter_ns()
    frame = current.get()
    if frame is None:
        return
    recording, parent = frame[:2]
    event: tuple[Any, ...] = cursor._vitalfew_event
    late: list[Any] | None = cursor._vitalfew_late
    if not cursor._vitalfew_counts:
        rows = -1
    last = len(recording.events) - 1
    if late is not None and late[2] == parent:
        late[4] = end
        late[6] = _sum(late[6], rows)
        late[8] += end - start
    elif last >= 0 and recording.events[last] is event and event[2] == parent:
        kind, index, _, started, ended, key, before, error = event
        event = (kind, index, parent, started + start - ended, end, key, _sum(before, rows), error)
        recording.events[last] = cursor._vitalfew_event = event
    else:
        cursor._vitalfew_late = [SQL, recording.next_index(), parent, start, end, event[5], rows, "", end - start]
        recording.add(cursor._vitalfew_late)


def _sum(before: int, rows: int) -> int:
    """Of what is known; -1 is unknown."""
    return rows if before < 0 else before + rows if rows > 0 else before
