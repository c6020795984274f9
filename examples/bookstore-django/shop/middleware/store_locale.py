from asgiref.sync import iscoroutinefunction
from django.utils.decorators import sync_and_async_middleware

from shop.store import store_for


@sync_and_async_middleware
def store_locale(get_response):
    """Sets `request.store`: the country, currency and number format this visitor sees."""

    def choose(request) -> None:
        request.store = store_for(request.COOKIES.get("store", ""), request.headers.get("Accept-Language", ""))

    if iscoroutinefunction(get_response):

        async def middleware(request):
            choose(request)
            response = await get_response(request)
            response.headers.setdefault("Content-Language", request.store.language)
            return response

    else:

        def middleware(request):
            choose(request)
            response = get_response(request)
            response.headers.setdefault("Content-Language", request.store.language)
            return response

    return middleware
