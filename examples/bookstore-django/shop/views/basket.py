from django.contrib import messages
from django.http import HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from shop.models import Book


def basket_page(request):
    lines = request.basket.lines()
    return render(request, "shop/basket.html", {"lines": lines, "total": sum(line.total for line in lines)})


@require_POST
def add_to_basket(request):
    book = get_object_or_404(Book, pk=_number(request.POST.get("book")))
    request.basket.add(book.pk)
    messages.success(request, f"“{book.title}” is in your basket.")
    return redirect("basket")


@require_POST
def change_basket(request):
    book_id, quantity = _number(request.POST.get("book")), _number(request.POST.get("quantity"))
    if book_id is None or quantity is None:
        return HttpResponseBadRequest("book and quantity must be numbers")
    request.basket.set(book_id, quantity)
    return redirect("basket")


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None
