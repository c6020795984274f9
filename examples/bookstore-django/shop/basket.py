from dataclasses import dataclass
from decimal import Decimal

from .models import Book

MAX_QUANTITY = 9
SESSION_KEY = "basket"


@dataclass(frozen=True)
class BasketLine:
    book: Book
    quantity: int

    @property
    def total(self) -> Decimal:
        return self.book.price * self.quantity


class Basket:
    """The books a visitor means to buy, kept in the session as {book id: quantity}."""

    def __init__(self, session) -> None:
        self._session = session

    def _quantities(self) -> dict[str, int]:
        return self._session.get(SESSION_KEY, {})

    def count(self) -> int:
        return sum(self._quantities().values())

    def set(self, book_id: int, quantity: int) -> None:
        """Puts that many copies in the basket, at most nine; none removes the book."""
        quantities = dict(self._quantities())
        quantities.pop(str(book_id), None)
        if quantity > 0:
            quantities[str(book_id)] = min(quantity, MAX_QUANTITY)
        self._session[SESSION_KEY] = quantities

    def add(self, book_id: int) -> None:
        self.set(book_id, self._quantities().get(str(book_id), 0) + 1)

    def clear(self) -> None:
        self._session.pop(SESSION_KEY, None)

    def lines(self) -> list[BasketLine]:
        quantities = self._quantities()
        books = Book.objects.select_related("author").filter(pk__in=quantities).order_by("pk")
        return [BasketLine(book, quantities[str(book.pk)]) for book in books]
