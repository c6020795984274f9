from django.db import connection

from .fault import Fault


def drop_or_create_index(fault_on: bool) -> None:
    """The index is the one that the migration makes; see SearchTerm in shop/models.py."""
    with connection.cursor() as cursor:
        if fault_on:
            cursor.execute("DROP INDEX IF EXISTS shop_searchterm_word")
        else:
            cursor.execute("CREATE INDEX IF NOT EXISTS shop_searchterm_word ON shop_searchterm (word, book_id, weight)")


FAULT = Fault(
    key="missing-index",
    title="No index under the search",
    what="The index on the search words is dropped: every search reads the whole table of words, several times.",
    endpoints=("GET /search/",),
    fix="CREATE INDEX shop_searchterm_word ON shop_searchterm (word, book_id, weight).",
    in_demo=True,
    on_switch=drop_or_create_index,
)
