"""The attributes that `VITALFEW["ATTRIBUTES"]` gives a request, asked once the request has its response."""

import logging
from typing import Any

from django.core.handlers.base import BaseHandler

from ..options import Attributes
from ..recording import current

_log = logging.getLogger("vitalfew")


def install(attributes: Attributes | None) -> None:
    if attributes is None:
        return
    get_response, get_response_async = BaseHandler.get_response, BaseHandler.get_response_async
    complained = False

    def add(request: Any, response: Any) -> None:
        nonlocal complained
        frame = current.get()
        if frame is None:
            return
        try:
            frame[0].attributes.update(attributes(request, response))
        except Exception:
            if not complained:
                complained = True
                _log.exception("VITALFEW['ATTRIBUTES'] failed for %s; this is said once", request.path)

    def answer(self: Any, request: Any) -> Any:
        response = get_response(self, request)
        add(request, response)
        return response

    async def answer_async(self: Any, request: Any) -> Any:
        response = await get_response_async(self, request)
        add(request, response)
        return response

    BaseHandler.get_response, BaseHandler.get_response_async = answer, answer_async
