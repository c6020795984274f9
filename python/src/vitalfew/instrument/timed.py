import functools
from collections.abc import Callable
from time import perf_counter_ns
from typing import Any

from asgiref.sync import iscoroutinefunction, markcoroutinefunction

from ..recording import current

Function = Callable[..., Any]


def timed(function: Function, kind: int, key: Any) -> Function:
    """The function as a span of its own around all that it calls; sync stays sync, async stays async."""
    if iscoroutinefunction(function):

        async def call_async(*args: Any, **kwargs: Any) -> Any:
            frame = current.get()
            if frame is None:
                return await function(*args, **kwargs)
            recording, parent, _ = frame
            index = recording.next_index()
            current.set((recording, index, kind))
            error = ""
            start = perf_counter_ns()
            try:
                return await function(*args, **kwargs)
            except Exception as problem:
                error = type(problem).__qualname__
                raise
            finally:
                recording.add([kind, index, parent, start, perf_counter_ns(), key, None, error])
                current.set(frame)

        return markcoroutinefunction(functools.wraps(function, updated=())(call_async))

    def call(*args: Any, **kwargs: Any) -> Any:
        frame = current.get()
        if frame is None:
            return function(*args, **kwargs)
        recording, parent, _ = frame
        index = recording.next_index()
        current.set((recording, index, kind))
        error = ""
        start = perf_counter_ns()
        try:
            return function(*args, **kwargs)
        except Exception as problem:
            error = type(problem).__qualname__
            raise
        finally:
            recording.add([kind, index, parent, start, perf_counter_ns(), key, None, error])
            current.set(frame)

    try:
        return functools.wraps(function, updated=())(call)
    except AttributeError:
        return call
