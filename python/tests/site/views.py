import http.client

from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render

import vitalfew

THOUSANDS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %s) SELECT i FROM n"


def rows(count):
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 UNION SELECT 2 UNION SELECT %s", [count])
        return cursor.fetchall()


def page(request, number):
    vitalfew.set_attribute("shop.basket_size", 3)
    for _ in range(5):
        rows(3)
    cache.get(f"book:{123}")
    cache.set("book:123", 1)
    cache.get("book:123")
    return render(request, "page.html", {"numbers": range(4)})


def jinja(request):
    return render(request, "page.jinja", {"numbers": range(4)}, using="jinja2")


def secret(request):
    with connection.cursor() as cursor:
        cursor.execute("SELECT 'hunter2' WHERE 4711 = 4711")
    return HttpResponse("ok")


def single(request):
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return HttpResponse(str(cursor.fetchone()[0]))


def composed(request):
    from psycopg import sql

    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("SELECT {} AS {}").format(sql.Literal("hunter2"), sql.Identifier("pass")))
        return HttpResponse(cursor.fetchone()[0])


def broken(request):
    raise ValueError("it broke")


def saving(request):
    with transaction.atomic():
        rows(3)
    return HttpResponse("ok")


async def waiting(request):
    await cache.aset("a", 1)
    return HttpResponse("ok")


def read_rows(request, way):
    """3000 rows, read in one of the ways in which a cursor can be."""
    with connection.cursor() as cursor:
        cursor.execute(THOUSANDS, [3000])
        if way == "all":
            count = len(cursor.fetchall())
        elif way == "one":
            count = sum(1 for _ in iter(cursor.fetchone, None))
        elif way == "iterated":
            count = sum(1 for _ in cursor)
        else:
            count = 0
            while found := cursor.fetchmany(1000):
                count += len(found)
                cache.set("count", count)
    return HttpResponse(str(count))


def streaming(request):
    return StreamingHttpResponse(str(rows(n)) for n in range(3))


def streaming_async(request):
    async def parts():
        for n in range(3):
            await cache.aset("part", n)
            yield str(n)

    return StreamingHttpResponse(parts())


def outgoing(request, library, port):
    url = f"http://127.0.0.1:{port}/there?secret=1"
    if library == "http.client":
        client = http.client.HTTPConnection("127.0.0.1", port)
        client.request("GET", "/there?secret=1")
        return HttpResponse(client.getresponse().read())
    if library == "requests":
        import requests

        return HttpResponse(requests.get(url).content)
    import httpx

    return HttpResponse(httpx.get(url).content)


async def outgoing_async(request, library, port):
    url = f"http://127.0.0.1:{port}/there?secret=1"
    if library == "aiohttp":
        import aiohttp

        async with aiohttp.ClientSession() as session, session.get(url) as response:
            return HttpResponse(await response.read())
    import httpx

    async with httpx.AsyncClient() as client:
        return HttpResponse((await client.get(url)).content)


def publish(request, name):
    import tasks

    arguments = (3,) if name == "count_up" else ()
    getattr(tasks, name).apply_async(arguments)
    return HttpResponse("ok")


def eager(request, name):
    import tasks

    arguments = (3,) if name == "count_up" else ()
    getattr(tasks, name).apply(arguments)
    return HttpResponse("ok")


def traced(request):
    """With a span of OpenTelemetry around a statement, and what is current inside of a statement."""
    from opentelemetry import trace

    current = []

    def look(execute, sql, params, many, context):
        current.append(trace.get_current_span().get_span_context().span_id)
        return execute(sql, params, many, context)

    with trace.get_tracer("views").start_as_current_span("by hand"), connection.execute_wrapper(look):
        rows(3)
        rows(3)
    return HttpResponse(" ".join(f"{span_id:016x}" for span_id in current))


async def traced_async(request):
    from opentelemetry import baggage, context, trace

    token = context.attach(baggage.set_baggage("shop", "north"))
    with trace.get_tracer("views").start_as_current_span("by hand"):
        await cache.aset("a", 1)
    context.detach(token)
    return HttpResponse("ok")


def traced_apart(request):
    """With a span of a trace of its own."""
    from opentelemetry import trace
    from opentelemetry.context import Context

    with trace.get_tracer("views").start_as_current_span("apart", context=Context()) as span:
        rows(3)
    return HttpResponse(f"{span.get_span_context().trace_id:032x}")
