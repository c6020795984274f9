from django.db.models import QuerySet

from .fault import Fault

FAULT = Fault(
    key="n-plus-1",
    title="N+1 on the book list",
    what="The list fetches its books, then the template asks for the author and the category of each: two "
    "more queries for every book on the page.",
    endpoints=("GET /", "GET /books/", "GET /category/<slug>/", "GET /author/<slug>/"),
    fix='Fetch them with the books: Book.objects.select_related("author", "category").',
    in_demo=True,
)


def books_with_relations(books: QuerySet) -> QuerySet:
    """The books of a list with all that the template reads of them."""
    if FAULT.is_on():
        return books
    return books.select_related("author", "category")
