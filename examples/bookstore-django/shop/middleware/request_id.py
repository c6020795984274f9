import re
import uuid

from asgiref.sync import iscoroutinefunction
from django.utils.decorators import sync_and_async_middleware

GIVEN = re.compile(r"[A-Za-z0-9_-]{8,64}")


@sync_and_async_middleware
def request_id(get_response):
    """Gives every request an id, the caller's own where it sent a sane one, and answers with it."""

    def id_of(request) -> str:
        given = request.headers.get("X-Request-ID", "")
        return given if GIVEN.fullmatch(given) else uuid.uuid4().hex

    if iscoroutinefunction(get_response):

        async def middleware(request):
            request.id = id_of(request)
            response = await get_response(request)
            response["X-Request-ID"] = request.id
            return response

    else:

        def middleware(request):
            request.id = id_of(request)
            response = get_response(request)
            response["X-Request-ID"] = request.id
            return response

    return middleware
