"""Renderings by Django's templates and, through Django's backend, by Jinja2. What a Jinja2 template includes or extends
is part of it: Jinja2 compiles them to plain functions."""

from collections.abc import Callable
from operator import attrgetter
from typing import Any

from django.template.base import Template

from ..recording import TEMPLATE, current, enter, leave
from .timed import Function


def install() -> None:
    Template.render = _timed_render(Template.render, attrgetter("name"))


def install_jinja2(backend: Any) -> None:
    backend.Template.render = _timed_render(backend.Template.render, attrgetter("template.name"))


def _timed_render(original: Function, name_of: Callable[[Any], str | None]) -> Function:
    def render(self: Any, *args: Any, **kwargs: Any) -> Any:
        frame = current.get()
        if frame is None:
            return original(self, *args, **kwargs)
        error = ""
        opened = enter(frame, TEMPLATE)
        try:
            return original(self, *args, **kwargs)
        except Exception as problem:
            error = type(problem).__qualname__
            raise
        finally:
            leave(frame, opened, name_of(self) or "<inline>", None, error)

    return render
