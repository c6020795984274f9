from operator import itemgetter
from typing import Any

from ..recording import CACHE, SQL, TEMPLATE, VIEW, Event, Recording
from .masking import key_template

#: Of views only the parts of streaming responses and eager tasks come in numbers.
_FOLDED = frozenset((SQL, CACHE, TEMPLATE, VIEW))


def fold(recording: Recording) -> list[Event]:
    """Folds like leaf calls of one parent that did not overlap; gives all in the order in which they began.

    A fold is a list of the first call's items, with the last one's end and the summed detail, and then: how many,
    the sum and the longest of their durations in ns. An event that stands alone comes as it was."""
    ordered = sorted(recording.events, key=itemgetter(1))
    parents = {event[2] for event in ordered}
    if recording.lent:
        parents |= recording.lent
    place: dict[Any, int] = {}
    folds: list[Event] = []
    for event in ordered:
        kind, index, parent, start, _, key, _, error = event[:8]
        if kind == CACHE:
            key = (key[0], key[1], key_template(key[2]))
            event = (*event[:5], key, *event[6:])
        if kind in _FOLDED and index not in parents:
            like = (kind, parent, key, error)
            at = place.get(like)
            if at is not None and start >= folds[at][4]:
                folds[at] = _joined(folds[at], event)
                continue
            place[like] = len(folds)
        folds.append(_scattered(event) if len(event) == 9 else event)
    return folds


def _joined(before: Event, event: Event) -> list[Any]:
    fold = list(before) if len(before) == 11 else [*before[:8], 1, *(before[4] - before[3],) * 2]
    took = event[8] if len(event) == 9 else event[4] - event[3]
    fold[4] = event[4]
    if fold[0] == SQL:
        fold[6] = max(fold[6], 0) + event[6] if event[6] >= 0 else fold[6]
    elif fold[6] is not None and event[6] is not None:
        fold[6] = (fold[6][0] + event[6][0], fold[6][1] + event[6][1])
    fold[8] += 1
    fold[9] += took
    fold[10] = max(fold[10], took)
    return fold


def _scattered(event: Event) -> Event:
    """Late fetches (instrument/fetching.py) have a busy time; where it is not their stretch, they count as two calls,
    the least that a fold may have."""
    busy = event[8]
    return event[:8] if busy == event[4] - event[3] else [*event[:8], 2, busy, busy]
