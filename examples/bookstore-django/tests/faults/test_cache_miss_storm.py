import pytest

FAULT = "cache-miss-storm"


@pytest.fixture
def computations(statements):
    """How often a visit computes the bestsellers."""
    return lambda path: sum('SUM("shop_orderline"."quantity")' in one for one in statements(path))


@pytest.mark.parametrize("path", ["/", "/books/", "/category/crime/"])
def test_the_bestsellers_are_computed_for_every_page(switch, computations, path):
    assert [computations(path) for _ in range(3)] == [1, 0, 0]
    switch(FAULT)
    assert [computations(path) for _ in range(3)] == [1, 1, 1]
