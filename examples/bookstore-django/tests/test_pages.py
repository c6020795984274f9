"""Every page answers, through WSGI and through ASGI."""

import pytest
from asgiref.sync import async_to_sync
from django.test import AsyncClient, Client

from shop.models import Author, Book, Category
from shop.seeding.fill import demo_api_key

PAGES = {
    "/": "New this month",
    "/books/?page=2": "400 books",
    "/authors/": "Authors",
    "/search/?q=winter": "winter",
    "/basket/": "Your basket is empty",
    "/login/": "Sign in",
    "/faults/": "0 of 10 on",
    "/admin/login/": "Django administration",
    "/api/books/?page=3": '"page": 3',
    "/health/": '"status": "ok"',
}


@pytest.fixture(params=["wsgi", "asgi"])
def get(request, db):
    client = Client() if request.param == "wsgi" else AsyncClient()
    return client.get if request.param == "wsgi" else async_to_sync(client.get)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_answers(get, path):
    response = get(path)
    assert response.status_code == 200
    assert PAGES[path] in response.content.decode()
    assert len(response["X-Request-ID"]) == 32


def test_a_category_an_author_and_a_book_answer(get, book):
    for row in (Category.objects.all()[0], Author.objects.all()[0], book):
        response = get(row.get_absolute_url())
        assert response.status_code == 200
        assert str(row) in response.content.decode()


def test_a_book_shows_what_the_carrier_takes(get, book):
    assert get(book.get_absolute_url()).context["delivery"]["carrier"] == "Country Post"


def test_the_api_tells_of_a_book_and_recommends_others(get, book):
    assert get(f"/api/books/{book.pk}/").json()["isbn"] == book.isbn
    answer = get(f"/api/recommendations/{book.pk}/").json()
    assert len(answer["recommended"]) == 6
    for one in answer["recommended"]:
        assert get(f"/book/{one['id']}/{one['slug']}/").status_code == 200
    assert answer["market_price"]


def test_the_orders_of_a_customer_need_the_customers_key(get):
    assert get("/api/orders/").status_code == 401
    assert "orders" in get("/api/orders/", headers={"x-api-key": demo_api_key("reader1")}).json()


def test_the_export_streams_every_book(get):
    response = get("/export/books.csv")
    assert response.streaming
    assert _streamed(response).count(b"\r\n") == 1 + Book.objects.count()


def test_what_does_not_exist_is_not_found(get, book):
    for path in ("/nowhere/", f"/book/{book.pk}/another-slug/", "/api/books/999999/", "/order/B0/"):
        assert get(path).status_code == 404


def test_the_staff_sees_the_books(admin_client):
    response = admin_client.get("/admin/shop/book/?q=the")
    assert response.status_code == 200
    assert response.context["cl"].result_count > 0


def _streamed(response) -> bytes:
    if not response.is_async:
        return b"".join(response.streaming_content)

    async def collect() -> bytes:
        return b"".join([part async for part in response.streaming_content])

    return async_to_sync(collect)()
