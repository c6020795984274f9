import http.client

from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import path

import vitalfew


def counting(get_response):
    def middleware(request):
        return get_response(request)

    return middleware


def rows(count):
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 UNION SELECT 2 UNION SELECT %s", [count])
        return cursor.fetchall()


def page(request):
    vitalfew.set_attribute("shop.basket_size", 3)
    for _ in range(5):
        rows(3)
    cache.get(f"book:{123}")
    cache.set("book:123", 1)
    cache.get("book:123")
    return render(request, "page.html", {"numbers": range(4)})


def secret(request):
    with connection.cursor() as cursor:
        cursor.execute("SELECT 'hunter2' WHERE 4711 = 4711")
    return HttpResponse("ok")


def broken(request):
    raise ValueError("it broke")


def streaming(request):
    return StreamingHttpResponse(str(rows(n)) for n in range(3))


async def waiting(request):
    await cache.aset("a", 1)
    return HttpResponse("ok")


def outgoing(request, port):
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", "/there?secret=1")
    return HttpResponse(connection.getresponse().read())


urlpatterns = [
    path("page/<int:number>/", lambda request, number: page(request)),
    path("secret/", secret),
    path("broken/", broken),
    path("streaming/", streaming),
    path("waiting/", waiting),
    path("outgoing/<int:port>/", outgoing),
]
