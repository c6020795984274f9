from typing import Any

from django.template.base import Template

from ..recording import TEMPLATE, current
from .timed import timed


def install() -> None:
    original = Template.render

    def render(self: Template, context: Any) -> Any:
        if current.get() is None:
            return original(self, context)
        return timed(original, TEMPLATE, self.name or "<inline>")(self, context)

    Template.render = render  # type: ignore[method-assign]
