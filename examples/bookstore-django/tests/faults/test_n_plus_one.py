import pytest

FAULT = "n-plus-1"


@pytest.mark.parametrize(("path", "books"), [("/", 20), ("/books/", 24), ("/category/crime/", 24)])
def test_each_book_of_a_list_costs_two_more_queries(switch, statements, path, books):
    statements(path)  # Fills the cache of the bestsellers.
    without = statements(path)
    switch(FAULT)
    assert len(statements(path)) == len(without) + 2 * books


def test_the_queries_of_a_list_do_not_grow_with_it_when_it_is_off(statements):
    statements("/books/")
    full, last = statements("/books/?page=2"), statements("/books/?page=17")
    assert len(full) == len(last)
