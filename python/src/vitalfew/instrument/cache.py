import functools
from typing import Any

from asgiref.sync import iscoroutinefunction
from django.core.cache import CacheHandler

from ..recording import CACHE, current, enter, leave
from .timed import Function

_READS = ("get", "get_many", "has_key", "get_or_set")
_WRITES = ("set", "set_many", "add", "touch", "incr", "decr", "delete", "delete_many", "clear")
_hooked: set[type] = set()


def install() -> None:
    create = CacheHandler.create_connection

    def create_connection(self: CacheHandler, alias: str) -> Any:
        backend = create(self, alias)
        if type(backend) not in _hooked:
            _hooked.add(type(backend))
            for operation in _READS + _WRITES:
                for name in (operation, f"a{operation}"):
                    _hook(type(backend), name, operation)
        return backend

    CacheHandler.create_connection = create_connection


def _hook(backend: type, name: str, operation: str) -> None:
    function = getattr(backend, name, None)
    if function is not None:
        hook = _async_hook if iscoroutinefunction(function) else _sync_hook
        setattr(backend, name, functools.wraps(function)(hook(function, backend.__name__, operation)))


def _sync_hook(function: Function, backend: str, operation: str) -> Function:
    def call(self: Any, *args: Any, **kwargs: Any) -> Any:
        frame = current.get()
        # What an operation does by way of others is one operation.
        if frame is None or frame[2] == CACHE:
            return function(self, *args, **kwargs)
        result, error = None, ""
        opened = enter(frame, CACHE)
        try:
            result = function(self, *args, **kwargs)
            return result
        except Exception as problem:
            error = type(problem).__qualname__
            raise
        finally:
            key = (operation, backend, _key(args, kwargs))
            leave(frame, opened, key, _hits(operation, args, kwargs, result), error)

    return call


def _async_hook(function: Function, backend: str, operation: str) -> Function:
    async def call(self: Any, *args: Any, **kwargs: Any) -> Any:
        frame = current.get()
        if frame is None or frame[2] == CACHE:
            return await function(self, *args, **kwargs)
        result, error = None, ""
        opened = enter(frame, CACHE)
        try:
            result = await function(self, *args, **kwargs)
            return result
        except Exception as problem:
            error = type(problem).__qualname__
            raise
        finally:
            key = (operation, backend, _key(args, kwargs))
            leave(frame, opened, key, _hits(operation, args, kwargs, result), error)

    return call


def _key(args: tuple[Any, ...], kwargs: dict[str, Any]) -> str:
    key = args[0] if args else kwargs.get("key", kwargs.get("keys", ""))
    if isinstance(key, str):
        return key
    if isinstance(key, (list, tuple, dict)):
        return str(next(iter(key), ""))
    return ""


def _hits(operation: str, args: tuple[Any, ...], kwargs: dict[str, Any], result: Any) -> tuple[int, int] | None:
    """Hits and misses of a read; None for the rest."""
    if operation == "get":
        missed = result is (args[1] if len(args) > 1 else kwargs.get("default"))
        return (0, 1) if missed else (1, 0)
    if operation == "get_many" and isinstance(result, dict):
        keys = args[0] if args else kwargs.get("keys", ())
        asked = len(keys) if hasattr(keys, "__len__") else len(result)
        return len(result), max(0, asked - len(result))
    return None
