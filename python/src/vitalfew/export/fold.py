from collections.abc import Iterable
from typing import Any

from ..recording import CACHE, SQL, TEMPLATE, VIEW, Event
from .masking import key_template

#: Of views only the parts of streaming responses come in numbers.
_FOLDED = (SQL, CACHE, TEMPLATE, VIEW)


class Fold:
    """One span to send: an event, or several like ones of one parent that did not overlap."""

    __slots__ = ("busy_ns", "count", "detail", "end", "error", "index", "key", "kind", "max_ns", "parent", "start")

    def __init__(self, event: Event, key: Any) -> None:
        self.kind, self.index, self.parent, self.start, self.end, _, self.detail, self.error = event
        self.key = key
        self.count = 1
        self.busy_ns = self.max_ns = self.end - self.start

    def add(self, event: Event) -> None:
        took = event[4] - event[3]
        self.count += 1
        self.busy_ns += took
        self.max_ns = max(self.max_ns, took)
        self.end = event[4]
        if self.kind == SQL:
            self.detail = max(self.detail, 0) + max(event[6], 0)
        elif self.detail is not None and event[6] is not None:
            self.detail = (self.detail[0] + event[6][0], self.detail[1] + event[6][1])


def fold(events: Iterable[Event]) -> list[Fold]:
    """Folds like leaf calls of one parent, in order of their starts."""
    ordered = sorted(events, key=lambda event: event[3])
    parents = {event[2] for event in ordered}
    open_folds: dict[Any, Fold] = {}
    folds: list[Fold] = []
    for event in ordered:
        kind, index, parent, start, _, key, _, error = event
        if kind == CACHE:
            key = (key[0], key[1], key_template(key[2]))
        if kind in _FOLDED and index not in parents:
            like = (kind, parent, key, error)
            before = open_folds.get(like)
            if before is not None and start >= before.end:
                before.add(event)
                continue
            made = open_folds[like] = Fold(event, key)
        else:
            made = Fold(event, key)
        folds.append(made)
    return folds
