from django.db.models import Count
from django.shortcuts import get_object_or_404, render

from faults.n_plus_one import books_with_relations
from shop.models import Author
from shop.paging import numbers_around, page_of


def author_list(request):
    page = page_of(Author.objects.annotate(book_count=Count("books")).order_by("name", "id"), request, 60)
    return render(request, "shop/authors.html", {"page": page, "numbers": numbers_around(page)})


def author_page(request, slug: str):
    author = get_object_or_404(Author, slug=slug)
    books = books_with_relations(author.books.all())
    return render(request, "shop/author.html", {"author": author, "books": books})
