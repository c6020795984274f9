import pytest
from django.db import connection

from shop.models import SearchTerm
from shop.search import find

FAULT = "missing-index"
INDEX = "shop_searchterm_word"


def has_index() -> bool:
    with connection.cursor() as cursor:
        return INDEX in connection.introspection.get_constraints(cursor, SearchTerm._meta.db_table)


def plan(text: str) -> str:
    """How the database means to search."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE shop_searchterm")
    return find(text).books.explain()


def test_the_index_goes_and_comes_back(switch):
    assert has_index()
    switch(FAULT)
    assert not has_index()
    switch()
    assert has_index()


def test_a_search_reads_all_words_without_it(switch):
    assert INDEX in plan("winter")
    switch(FAULT)
    # With one word more it is another statement: SQLite answers EXPLAIN of a known one as before.
    found = plan("quiet winter")
    assert INDEX not in found
    assert ("Seq Scan on shop_searchterm" if connection.vendor == "postgresql" else "SCAN U0") in found


@pytest.mark.parametrize("times", [1, 2])
def test_switching_twice_is_switching_once(switch, times):
    for _ in range(times):
        switch(FAULT)
    assert not has_index()
