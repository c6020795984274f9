from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext, setup_databases, teardown_databases

from faults import control
from shop import external_service
from shop.models import Book

from .outside import Outside

#: Small, yet with lists of several pages, books out of stock and without a list price, and all READERS of traffic/.
SIZES = {"authors": 12, "books": 400, "customers": 2000, "reviews": 900, "orders": 200}


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker, tmp_path_factory) -> Iterator[None]:
    """A filled database of the tests' own, whether they mark that they use it or start a shop that does."""
    if connection.vendor == "sqlite":
        # In a file: in memory two connections would not lock each other as they do in a shop.
        connection.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "shop.sqlite3")
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False)
        call_command("seed", verbosity=0, **SIZES)
    yield
    with django_db_blocker.unblock():
        teardown_databases(made, verbosity=0)


@pytest.fixture(scope="session")
def _outside() -> Iterator[Outside]:
    service = Outside()
    yield service
    service.close()


@pytest.fixture(autouse=True)
def outside(_outside, settings) -> Iterator[Outside]:
    """The service outside, forgotten what it was asked before."""
    settings.EXTERNAL_URL = _outside.url
    external_service._client.cache_clear()
    _outside.reset()
    yield _outside


@pytest.fixture(autouse=True)
def all_faults_off(settings, tmp_path) -> None:
    settings.FAULT_SWITCH_FILE = tmp_path / "faults.json"
    cache.clear()


@pytest.fixture
def switch(db) -> Callable[..., None]:
    """Switches exactly the named faults on."""
    return lambda *keys: control.set_exactly(keys)


@pytest.fixture
def statements(client, db) -> Callable[[str], list[str]]:
    """The SQL statements of one visit, which must succeed."""

    def visit(path: str) -> list[str]:
        with CaptureQueriesContext(connection) as captured:
            response = client.get(path)
        assert response.status_code == 200
        return [query["sql"] for query in captured]

    return visit


@pytest.fixture
def book(db) -> Book:
    """A book with a list price, in stock."""
    return Book.objects.filter(list_price__isnull=False, stock__gt=50).order_by("id")[0]
