import json

import httpx
from django.http import JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from faults.over_fetch import page_of
from shop.basket import MAX_QUANTITY, BasketLine
from shop.external_service import PaymentDeclined
from shop.models import Book, Customer, Order
from shop.order_placing import Buyer, OutOfStock, place_order

PAGE_SIZE = 20
LISTED = ("title", "slug", "isbn", "price", "stock", "published", "author_id", "category_id")


@require_GET
def book_list(request):
    number = request.GET.get("page", "1")
    number = int(number) if number.isascii() and number.isdigit() and 0 < len(number) < 7 else 1
    start = (max(number, 1) - 1) * PAGE_SIZE
    count, books = page_of(Book.objects.order_by("id"), LISTED, start, PAGE_SIZE)
    return JsonResponse({"count": count, "page": max(number, 1), "books": [_summary(book) for book in books]})


@require_GET
def book_detail(request, book_id: int):
    book = Book.objects.select_related("author", "category").filter(pk=book_id).first()
    if book is None:
        return _refusal(404, "There is no such book.")
    return JsonResponse(
        {
            **_summary(book),
            "author": book.author.name,
            "category": book.category.name,
            "description": book.description,
            "pages": book.pages,
            "rating": round(book.rating, 2),
            "reviews": book.rating_count,
        }
    )


@csrf_exempt  # The key in the header says who asks; no cookie does.
@require_http_methods(["GET", "POST"])
def orders(request):
    """The orders of the customer whose key is in X-Api-Key; a POST places one."""
    key = request.headers.get("X-Api-Key", "")
    customer = Customer.objects.select_related("user").filter(api_key=key).first() if key else None
    if customer is None:
        return _refusal(401, "Send the customer's key in the header X-Api-Key.")
    if request.method == "GET":
        newest = Order.objects.filter(customer=customer).prefetch_related("lines")[:PAGE_SIZE]
        return JsonResponse({"orders": [_order(order) for order in newest]})
    return _place(request, customer)


def _place(request, customer: Customer):
    try:
        quantities = _read_quantities(request.body)
    except ValueError as error:
        return _refusal(400, str(error))
    books = Book.objects.in_bulk(quantities)
    unknown = sorted(quantities.keys() - books.keys())
    if unknown:
        return _refusal(400, f"There is no book {unknown[0]}.")
    lines = [BasketLine(books[book_id], quantity) for book_id, quantity in quantities.items()]
    buyer = Buyer(customer.name, customer.user.email, customer.country, "4242424242424242", customer)
    try:
        order = place_order(lines, buyer)
    except (OutOfStock, PaymentDeclined) as refusal:
        return _refusal(409, str(refusal))
    except httpx.HTTPError:
        return _refusal(503, "The payment service does not answer. Nothing was charged.")
    return JsonResponse(_order(order), status=201)


def _read_quantities(body: bytes) -> dict[int, int]:
    """Reads {"lines": [{"book": 1, "quantity": 2}]}."""
    try:
        lines = json.loads(body)["lines"]
        quantities = {line["book"]: line["quantity"] for line in lines}
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError('Send {"lines": [{"book": 1, "quantity": 2}]}.') from error
    for number in (*quantities.keys(), *quantities.values()):
        if type(number) is not int or not 0 < number < 2**31:
            raise ValueError("book and quantity must be positive whole numbers.")
    if not 0 < len(quantities) <= 20 or max(quantities.values()) > MAX_QUANTITY:
        raise ValueError(f"An order has 1 to 20 books, at most {MAX_QUANTITY} copies of each.")
    return quantities


def _summary(book: Book) -> dict:
    return {
        "id": book.pk,
        "title": book.title,
        "isbn": book.isbn,
        "price": str(book.price),
        "stock": book.stock,
        "published": book.published.isoformat(),
        "author_id": book.author_id,
        "category_id": book.category_id,
        "url": book.get_absolute_url(),
    }


def _order(order: Order) -> dict:
    return {
        "number": order.number,
        "placed_at": order.placed_at.isoformat(),
        "shipping": str(order.shipping),
        "total": str(order.total),
        "lines": [
            {"book": line.book_id, "quantity": line.quantity, "price": str(line.price)} for line in order.lines.all()
        ],
    }


def _refusal(status: int, sentence: str) -> JsonResponse:
    return JsonResponse({"error": sentence}, status=status)
