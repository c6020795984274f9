"""Room for Python frames.

Since CPython 3.11 the frames of a thread lie in pieces of 16 kB, mapped when entered and unmapped when left. A loop
that happens to call across the end of a piece pays two system calls each time, which has doubled the CPU of whole
pages (github.com/python/cpython/issues/142183, mended in 3.15). The frames that an agent adds move those ends, so it
sees to it that none falls into a request: a frame that asks for much room gets a large piece, and those it calls share
what is left of it. Only what is touched of it becomes memory."""

import sys
import threading
from typing import Any

from .timed import Function

#: Slots of 8 bytes; CPython maps the next power of two, so as much is left for others.
_SLOTS = 16_000
_IS_NEEDED = (3, 11) <= sys.version_info < (3, 15)


def install() -> None:
    """Gives room to every thread that starts from now on, once."""
    if _IS_NEEDED:
        threading.Thread.run = _with_room(threading.Thread.run)  # type: ignore[method-assign]


def with_room_in_main_thread(function: Function) -> Function:
    """The function with room for each call, some 30 µs, where a server calls it in the main thread."""
    if not _IS_NEEDED:
        return function
    roomy = _with_room(function)

    def call(*args: Any) -> Any:
        return (roomy if threading.current_thread() is threading.main_thread() else function)(*args)

    return call


def _with_room(function: Function) -> Function:
    def call(*args: Any) -> Any:
        return function(*args)

    call.__code__ = call.__code__.replace(co_stacksize=_SLOTS)
    return call
