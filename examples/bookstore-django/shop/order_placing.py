"""Turns a basket into an order: quote, payment, and in one transaction the stock and the order."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F
from django.utils import timezone

from faults.lock_wait import pay_and_write

from . import external_service
from .basket import BasketLine
from .models import Book, Customer, Order, OrderLine


class OutOfStock(Exception):
    """There are not enough copies of a book."""

    def __init__(self, book: Book) -> None:
        super().__init__(f"There are not enough copies of “{book.title}” left.")


@dataclass(frozen=True)
class Buyer:
    name: str
    email: str
    country: str
    card: str
    customer: Customer | None = None


def place_order(lines: Sequence[BasketLine], buyer: Buyer) -> Order:
    """Writes the order and takes its books from the stock, or changes nothing at all.

    Raises OutOfStock, external_service.PaymentDeclined, and httpx.HTTPError where the service outside fails.
    """
    # Always in the order of their ids, so that two checkouts never wait for each other's rows in a circle.
    lines = sorted(lines, key=lambda line: line.book.pk)
    key = uuid.uuid4().hex
    grams = sum(line.book.weight_grams * line.quantity for line in lines)
    shipping = Decimal(external_service.shipping_quote(buyer.country, grams)["price"])
    total = sum((line.total for line in lines), shipping)

    def reserve() -> None:
        # The transaction begins with a write: SQLite cannot wait for the lock once a transaction has read.
        for line in lines:
            enough = Book.objects.filter(pk=line.book.pk, stock__gte=line.quantity)
            if enough.update(stock=F("stock") - line.quantity) == 0:
                raise OutOfStock(line.book)

    def write(reference: str) -> Order:
        order = Order.objects.create(
            number=f"B{key[:12].upper()}",
            customer=buyer.customer,
            name=buyer.name,
            email=buyer.email,
            country=buyer.country,
            placed_at=timezone.now(),
            shipping=shipping,
            total=total,
            payment_reference=reference,
        )
        OrderLine.objects.bulk_create(
            OrderLine(order=order, book=line.book, quantity=line.quantity, price=line.book.price) for line in lines
        )
        return order

    return pay_and_write(
        authorise=lambda: external_service.authorise_payment(str(total), buyer.card, key),
        void=external_service.void_payment,
        reserve=reserve,
        write=write,
    )
