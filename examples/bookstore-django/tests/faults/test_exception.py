import pytest

from shop.models import Book

FAULT = "exception"


@pytest.fixture
def without_list_price(db) -> Book:
    return Book.objects.filter(list_price=None)[0]


def test_a_book_without_a_list_price_fails(switch, client, without_list_price):
    path = without_list_price.get_absolute_url()
    assert client.get(path).status_code == 200
    switch(FAULT)
    client.raise_request_exception = False
    response = client.get(path)
    assert response.status_code == 500
    assert response.exc_info[0] is TypeError
    assert "Something broke" in response.content.decode()


def test_the_others_do_not(switch, client, book):
    switch(FAULT)
    assert client.get(book.get_absolute_url()).context["discount"] >= 0


def test_about_one_book_in_twelve_has_none(db):
    assert 1 / 24 < Book.objects.filter(list_price=None).count() / Book.objects.count() < 1 / 6
