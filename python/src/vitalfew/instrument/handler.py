"""Middleware, URL resolver and view, where Django's handler puts them together."""

import functools
from typing import Any

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.core.handlers import base

from ..recording import MIDDLEWARE, VIEW, current
from .request import Request
from .timed import Function, timed


def install() -> None:
    convert = base.convert_exception_to_response
    handler = base.BaseHandler
    load, resolve, make_view = handler.load_middleware, handler.resolve_request, handler.make_view_atomic

    def timed_convert(get_response: Function) -> Function:
        return _dressed(timed(convert(get_response), MIDDLEWARE, name_of(get_response)), get_response)

    def load_middleware(self: Any, is_async: bool = False) -> None:
        load(self, is_async=is_async)
        for name in ("_view_middleware", "_template_response_middleware", "_exception_middleware"):
            setattr(self, name, [_timed_method(method) for method in getattr(self, name)])

    timed_resolve = timed(resolve, MIDDLEWARE, "django.urls.resolve")

    def resolve_request(self: Any, request: Any) -> Any:
        match = timed_resolve(self, request)
        frame = current.get()
        if frame is not None and isinstance(frame[0], Request):
            frame[0].route = _route(match.route or "")
            frame[0].view_name = match._func_path
        return match

    def make_view_atomic(self: Any, view: Any) -> Any:
        frame = current.get()
        made = make_view(self, view)
        if frame is None:
            return made
        return timed(made, VIEW, frame[0].view_name if isinstance(frame[0], Request) else name_of(view))

    base.convert_exception_to_response = timed_convert
    handler.load_middleware = load_middleware
    handler.resolve_request = resolve_request
    handler.make_view_atomic = make_view_atomic


def _timed_method(method: Function) -> Function:
    hooked = _dressed(timed(method, MIDDLEWARE, name_of(method)), method)
    # Django names the middleware in a complaint by way of __self__.
    owner = getattr(method, "__self__", None)
    if owner is not None:
        hooked.__self__ = owner  # type: ignore[attr-defined]
    return hooked


def _dressed(hooked: Function, original: Function) -> Function:
    """With the name and the doc of the original, for those who print it."""
    is_async = iscoroutinefunction(hooked)
    hooked = functools.update_wrapper(hooked, original, updated=())
    return markcoroutinefunction(hooked) if is_async else hooked


@functools.lru_cache(maxsize=1024)
def _route(route: str) -> str:
    return "/" + route.removeprefix("^").removeprefix("/").removesuffix("$")


@functools.lru_cache(maxsize=1024)
def name_of(function: Any) -> str:
    """The dotted name of a function, method or instance, without what adapts it to async."""
    function = getattr(function, "func", None) or getattr(function, "awaitable", None) or function
    if not hasattr(function, "__qualname__"):
        function = type(function)
    return f"{function.__module__}.{function.__qualname__}".split(".<locals>")[0]
