from django.shortcuts import render

from shop.paging import numbers_around, page_of
from shop.search import find


def search_page(request):
    text = request.GET.get("q", "").strip()[:100]
    category_slug = request.GET.get("category", "")
    found = find(text, category_slug)
    page = page_of(found.books.select_related("author", "category"), request, 24)
    context = {
        "text": text,
        "found": found,
        "category_slug": category_slug,
        "page": page,
        "numbers": numbers_around(page),
    }
    return render(request, "shop/search.html", context)
