"""From the book to the order, and all that may come between."""

import json

from django.test import Client

from shop.models import Order
from shop.seeding.fill import READER_PASSWORD, demo_api_key

BUYER = {"name": "Robin Reader", "email": "robin@example.org", "country": "GB", "card": "4242424242424242"}


def test_a_visitor_buys_a_book(client, book):
    client.post("/basket/add/", {"book": book.pk})
    client.post("/basket/change/", {"book": book.pk, "quantity": 3})
    assert client.get("/basket/").context["lines"][0].quantity == 3
    assert client.get("/checkout/").status_code == 200
    response = client.post("/checkout/", BUYER, follow=True)
    assert response.context["order"].lines.get().quantity == 3
    stock = book.stock
    book.refresh_from_db()
    assert book.stock == stock - 3
    assert client.get("/basket/").context["lines"] == []


def test_an_order_is_shown_to_its_buyer_alone(client, book):
    client.post("/basket/add/", {"book": book.pk})
    address = client.post("/checkout/", BUYER)["Location"]
    assert client.get(address).status_code == 200
    assert Client().get(address).status_code == 404


def test_a_refused_card_changes_nothing(client, book):
    orders = Order.objects.count()
    client.post("/basket/add/", {"book": book.pk})
    response = client.post("/checkout/", {**BUYER, "card": "4000000000000002"})
    assert response.status_code == 409
    assert "The card was refused." in response.content.decode()
    stock = book.stock
    book.refresh_from_db()
    assert (book.stock, Order.objects.count()) == (stock, orders)


def test_a_book_sold_out_meanwhile_is_not_charged(client, book, outside):
    client.post("/basket/add/", {"book": book.pk})
    type(book).objects.filter(pk=book.pk).update(stock=0)
    response = client.post("/checkout/", BUYER)
    assert response.status_code == 409
    # The quote, the authorisation, and that this is void again.
    assert outside.answers == {"ordinary": 2, "bank": 1}


def test_a_payment_service_that_is_away_is_told_of(client, book, settings):
    client.post("/basket/add/", {"book": book.pk})
    settings.EXTERNAL_URL = "http://127.0.0.1:9"
    response = client.post("/checkout/", BUYER)
    assert response.status_code == 503
    assert "Nothing was charged" in response.content.decode()


def test_a_customer_orders_through_the_api(client, book):
    headers = {"x-api-key": demo_api_key("reader1")}
    order = json.dumps({"lines": [{"book": book.pk, "quantity": 2}]})
    placed = client.post("/api/orders/", order, content_type="application/json", headers=headers)
    assert placed.status_code == 201
    assert client.get("/api/orders/", headers=headers).json()["orders"][0] == placed.json()


def test_a_reader_signs_in_and_sees_the_orders(client, db):
    assert client.get("/account/")["Location"] == "/login/?next=/account/"
    customer = Order.objects.exclude(customer=None)[0].customer
    signed_in = client.post("/login/", {"username": customer.user.username, "password": READER_PASSWORD})
    assert signed_in["Location"] == "/account/"
    assert len(client.get("/account/").context["orders"]) == min(20, customer.orders.count())


def test_a_form_without_its_token_is_refused(book):
    assert Client(enforce_csrf_checks=True).post("/basket/add/", {"book": book.pk}).status_code == 403
