from collections.abc import Callable
from typing import Any

from asgiref.sync import iscoroutinefunction, markcoroutinefunction

from ..recording import current, enter, leave

Function = Callable[..., Any]


def timed(function: Function, kind: int, key: Any) -> Function:
    """The function as a span of its own around all that it calls; sync stays sync, async stays async."""
    if iscoroutinefunction(function):

        async def call_async(*args: Any, **kwargs: Any) -> Any:
            frame = current.get()
            if frame is None:
                return await function(*args, **kwargs)
            error = ""
            opened = enter(frame, kind)
            try:
                return await function(*args, **kwargs)
            except Exception as problem:
                error = type(problem).__qualname__
                raise
            finally:
                leave(frame, opened, key, None, error)

        return markcoroutinefunction(call_async)

    def call(*args: Any, **kwargs: Any) -> Any:
        frame = current.get()
        if frame is None:
            return function(*args, **kwargs)
        error = ""
        opened = enter(frame, kind)
        try:
            return function(*args, **kwargs)
        except Exception as problem:
            error = type(problem).__qualname__
            raise
        finally:
            leave(frame, opened, key, None, error)

    return call
