"""The parts of a streaming response are made by the view, after it has returned."""

from collections.abc import AsyncIterator, Iterator
from typing import Any

from django.core.handlers.base import BaseHandler

from ..recording import VIEW, current
from .request import Request
from .timed import timed

_END = object()


def install() -> None:
    check = BaseHandler.check_response

    def check_response(self: Any, response: Any, callback: Any, name: str | None = None) -> None:
        check(self, response, callback, name)
        # Django gives no name where the response is the view's own, before any middleware could wrap it. A file is
        # left alone, since a server may send it by itself as long as nothing comes in between.
        if name is None and response.streaming and getattr(response, "file_to_stream", None) is None:
            frame = current.get()
            if frame is not None and isinstance(frame[0], Request):
                parts = _parts_async if response.is_async else _parts
                response.streaming_content = parts(response.streaming_content, frame[0].view_name)

    BaseHandler.check_response = check_response


def _parts(parts: Iterator[Any], view: str) -> Iterator[Any]:
    advance = timed(next, VIEW, view)
    while (part := advance(parts, _END)) is not _END:
        yield part


async def _parts_async(parts: AsyncIterator[Any], view: str) -> AsyncIterator[Any]:
    async def next_part() -> Any:
        return await anext(parts, _END)

    advance = timed(next_part, VIEW, view)
    while (part := await advance()) is not _END:
        yield part
