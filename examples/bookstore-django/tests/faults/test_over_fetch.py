import pytest
from django.db.models.signals import post_init

from shop.models import Book

FAULT = "over-fetch"
PATH = "/api/books/?page=2"


@pytest.fixture
def fetched(client):
    """The books that one visit makes out of rows, and which of their columns were left out."""

    def visit() -> list[set[str]]:
        deferred = []

        def made(instance, **_rest) -> None:
            deferred.append(instance.get_deferred_fields())

        post_init.connect(made, sender=Book)
        try:
            assert client.get(PATH).status_code == 200
        finally:
            post_init.disconnect(made, sender=Book)
        return deferred

    return visit


def test_a_page_of_twenty_fetches_every_book_with_every_column(switch, fetched):
    off = fetched()
    assert len(off) == 20
    assert all("description" in columns for columns in off)
    switch(FAULT)
    on = fetched()
    assert len(on) == Book.objects.count()
    assert not any(on)


def test_the_database_neither_counts_nor_cuts(switch, statements):
    assert any("LIMIT 20" in one for one in statements(PATH))
    switch(FAULT)
    (only,) = statements(PATH)
    assert "LIMIT" not in only
