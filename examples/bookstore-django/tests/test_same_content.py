"""With a fault or without, a page has the same content: what changes is what it costs."""

import re

import pytest
from django.core.cache import cache

from faults import control
from faults.registry import FAULTS

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')


@pytest.mark.parametrize("key", FAULTS.keys() - {"exception"})
def test_a_fault_changes_no_content(client, book, key):
    paths = ["/", "/books/?page=2", book.category.get_absolute_url(), book.get_absolute_url()]
    paths += [book.author.get_absolute_url(), "/search/?q=winter", "/api/books/?page=2"]
    paths += [f"/api/recommendations/{book.pk}/"]

    def contents() -> list[str]:
        cache.clear()
        return [TOKEN.sub("", client.get(path).content.decode()) for path in paths]

    control.set_exactly(())
    without = contents()
    control.set_exactly({key})
    assert contents() == without
