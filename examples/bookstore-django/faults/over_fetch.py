from django.db.models import QuerySet

from .fault import Fault

FAULT = Fault(
    key="over-fetch",
    title="Fetching the whole table for one page",
    what="The API reads every book with every column, long descriptions too, counts them in Python and "
    "cuts out twenty.",
    endpoints=("GET /api/books/",),
    fix="Let the database count and cut, and fetch the columns that are sent: only(…)[start:end].",
)


def page_of(books: QuerySet, columns: tuple[str, ...], start: int, length: int) -> tuple[int, list]:
    """How many books there are, and those of one page."""
    if FAULT.is_on():
        everything = list(books)
        return len(everything), everything[start : start + length]
    return books.count(), list(books.only(*columns)[start : start + length])
