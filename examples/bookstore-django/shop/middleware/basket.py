from asgiref.sync import iscoroutinefunction
from django.utils.decorators import sync_and_async_middleware

from shop.basket import Basket


@sync_and_async_middleware
def basket(get_response):
    """Sets `request.basket`; the session is read when the basket is first asked."""

    if iscoroutinefunction(get_response):

        async def middleware(request):
            request.basket = Basket(request.session)
            return await get_response(request)

    else:

        def middleware(request):
            request.basket = Basket(request.session)
            return get_response(request)

    return middleware
