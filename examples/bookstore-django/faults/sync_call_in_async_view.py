import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from .fault import Fault

FAULT = Fault(
    key="sync-call-in-async-view",
    title="Blocking calls in an async view",
    what="The async view makes its two calls with a blocking client, one after the other: the event loop "
    "stands still and every other request of the process waits with it.",
    endpoints=("GET /api/recommendations/<id>/",),
    fix="Await both calls at once with an asynchronous client: asyncio.gather.",
)


async def gather(awaited: list[Callable[[], Awaitable[Any]]], blocking: list[Callable[[], Any]]) -> list[Any]:
    """The answers of the calls, given in both their forms, in their order."""
    if FAULT.is_on():
        return [call() for call in blocking]
    return list(await asyncio.gather(*(call() for call in awaited)))
