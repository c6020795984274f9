from decimal import Decimal

import httpx
from django.db.models import Count
from django.shortcuts import get_object_or_404, render

from faults.exception import discount_percent
from shop import external_service
from shop.models import Book, OrderLine

REVIEWS_SHOWN = 12


def book_page(request, book_id: int, slug: str):
    book = get_object_or_404(Book.objects.select_related("author", "category"), pk=book_id, slug=slug)
    context = {
        "book": book,
        "discount": discount_percent(book.price, book.list_price),
        "reviews": book.reviews.select_related("customer")[:REVIEWS_SHOWN],
        "also_bought": _also_bought(book),
        "delivery": _delivery(request.store.country, book),
    }
    return render(request, "shop/book.html", context)


def _also_bought(book: Book):
    """What buyers of this book had in the same orders; from its category where too few did."""
    orders = OrderLine.objects.filter(book=book).values("order_id")
    together = (
        Book.objects.filter(order_lines__order_id__in=orders)
        .exclude(pk=book.pk)
        .annotate(times=Count("pk"))
        .order_by("-times", "pk")
        .select_related("author", "category")[:4]
    )
    found = list(together)
    if len(found) == 4:
        return found
    known = [book.pk, *(other.pk for other in found)]
    like = Book.objects.filter(category_id=book.category_id).exclude(pk__in=known)
    return found + list(like.select_related("author", "category")[: 4 - len(found)])


def _delivery(country: str, book: Book) -> dict | None:
    """The quote for one copy; None where the carriers' service is away, which the page survives."""
    try:
        quote = external_service.shipping_quote(country, book.weight_grams)
    except httpx.HTTPError:
        return None
    return {**quote, "price": Decimal(quote["price"])}
