from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

from .fault import Fault

FAULT = Fault(
    key="duplicate-query",
    title="The same query several times a page",
    what="Header, side column and footer each ask the database for the list of categories.",
    endpoints=("every HTML page",),
    fix="Ask once and keep the answer on the request.",
    in_demo=True,
)


def once_per_request(request: HttpRequest, name: str, ask: Callable[[], Any]) -> Any:
    """The answer of `ask`, asked once while the request lasts."""
    if FAULT.is_on():
        return ask()
    answers = request.__dict__.setdefault("_asked_once", {})
    if name not in answers:
        answers[name] = ask()
    return answers[name]
