"""A second, real connection writes while the checkout waits for the payment."""

import json

import pytest
from django.db import OperationalError, connection
from django.db.models import F

from faults import control
from shop.models import Book, Order
from shop.seeding.fill import demo_api_key

FAULT = "lock-wait"


@pytest.fixture
def written(django_db_setup, django_db_blocker):
    """Lets statements be committed, as other connections must see them; what was written is taken back."""
    with django_db_blocker.unblock():
        last = Order.objects.order_by("-id")[0].pk
        stock = dict(Book.objects.values_list("pk", "stock"))
        yield
        Order.objects.filter(pk__gt=last).delete()
        for book in Book.objects.all():
            Book.objects.filter(pk=book.pk).update(stock=stock[book.pk])
        connection.close()


@pytest.fixture
def attempts(written, outside, client):
    """Orders a book, and tells how the other connection fared during each call to the service outside."""

    def order() -> list[str]:
        book = Book.objects.filter(stock__gt=50)[0]
        fared = []

        def write_meanwhile() -> None:
            try:
                do_not_wait_for_locks()
                Book.objects.filter(pk=book.pk).update(stock=F("stock") + 1)
                fared.append("written")
            except OperationalError:
                fared.append("locked")
            finally:
                connection.close()

        outside.meanwhile = write_meanwhile
        lines = json.dumps({"lines": [{"book": book.pk, "quantity": 1}]})
        key = {"x-api-key": demo_api_key("reader1")}
        assert client.post("/api/orders/", lines, content_type="application/json", headers=key).status_code == 201
        return fared

    return order


def do_not_wait_for_locks() -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 0" if connection.vendor == "sqlite" else "SET lock_timeout = '1ms'")


def test_others_write_while_the_payment_is_authorised(attempts):
    quote, payment = attempts()
    assert (quote, payment) == ("written", "written")


def test_with_the_fault_they_wait_for_it(attempts):
    control.set_exactly({FAULT})
    quote, payment = attempts()
    assert (quote, payment) == ("written", "locked")
