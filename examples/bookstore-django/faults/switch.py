"""Which faults are on: a small file that every worker process reads.

A file and not a table, so that asking costs no query and query counts stay those of the shop itself. A read
is one `stat`; the file is parsed again only when it has changed.
"""

import fcntl
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

_seen: tuple[object, frozenset[str]] = (None, frozenset())


def switched_on() -> frozenset[str]:
    """The keys of the faults that are on; none where the file has not been written yet."""
    global _seen
    path = settings.FAULT_SWITCH_FILE
    try:
        state = os.stat(path)
    except FileNotFoundError:
        return frozenset()
    mark = (str(path), state.st_ino, state.st_mtime_ns)
    known, keys = _seen
    if known != mark:
        keys = frozenset(json.loads(Path(path).read_text())["on"])
        _seen = (mark, keys)
    return keys


def was_set() -> bool:
    """Whether anyone has ever chosen which faults are on."""
    return Path(settings.FAULT_SWITCH_FILE).exists()


def write(keys: Iterable[str]) -> None:
    """Replaces the file in one step, so that a reader never sees half of it."""
    path = Path(settings.FAULT_SWITCH_FILE)
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    fresh.write_text(json.dumps({"on": sorted(keys)}) + "\n")
    os.replace(fresh, path)


@contextmanager
def locked() -> Iterator[None]:
    """Holds off other processes between reading the switch and writing it."""
    path = Path(settings.FAULT_SWITCH_FILE)
    with open(path.with_name(f"{path.name}.lock"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
