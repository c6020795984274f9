from django.shortcuts import get_object_or_404, render

from faults.n_plus_one import books_with_relations
from shop.bestsellers import bestsellers
from shop.models import Book, Category
from shop.paging import numbers_around, page_of

PAGE_SIZE = 24


def home(request):
    newest = books_with_relations(Book.objects.all())[:12]
    best_rated = books_with_relations(Book.objects.filter(rating_count__gte=6).order_by("-rating_sum", "id"))[:8]
    return render(
        request,
        "shop/home.html",
        {"bestsellers": bestsellers(6), "newest": newest, "best_rated": best_rated},
    )


def all_books(request):
    return _book_list(request, Book.objects.all(), title="All books")


def category(request, slug: str):
    chosen = get_object_or_404(Category, slug=slug)
    return _book_list(request, Book.objects.filter(category=chosen), title=chosen.name, chosen=chosen)


def _book_list(request, books, *, title: str, chosen: Category | None = None):
    page = page_of(books_with_relations(books), request, PAGE_SIZE)
    context = {
        "title": title,
        "chosen": chosen,
        "page": page,
        "numbers": numbers_around(page),
        "bestsellers": bestsellers(6),
    }
    return render(request, "shop/book_list.html", context)
