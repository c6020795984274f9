from dataclasses import dataclass

from django.db.models import Count, OuterRef, QuerySet, Subquery, Sum

from .models import Book, Category, SearchTerm
from .search_words import words_of

MAX_WORDS = 4


@dataclass(frozen=True)
class Found:
    books: QuerySet
    count: int
    #: [{"name", "slug", "books"}], the fullest first
    categories: list[dict]


def find(text: str, category_slug: str = "") -> Found:
    """The books that have all words of the text, the best match first."""
    words = list(dict.fromkeys(words_of(text)))[:MAX_WORDS]
    books = Book.objects.none() if not words else Book.objects.all()
    for word in words:
        books = books.filter(pk__in=SearchTerm.objects.filter(word=word).values("book_id"))
    categories = list(
        Category.objects.filter(books__in=books)
        .values("name", "slug")
        .annotate(books=Count("books"))
        .order_by("-books", "name")
    )
    if category_slug:
        books = books.filter(category__slug=category_slug)
    weight = (
        SearchTerm.objects.filter(book=OuterRef("pk"), word__in=words)
        .order_by()
        .values("book")
        .annotate(total=Sum("weight"))
        .values("total")
    )
    ranked = books.annotate(relevance=Subquery(weight)).order_by("-relevance", "-rating_sum", "id")
    return Found(ranked, books.count(), categories)
