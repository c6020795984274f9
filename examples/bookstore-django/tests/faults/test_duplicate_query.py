import pytest

FAULT = "duplicate-query"


def asking_for_categories(found: list[str]) -> list[str]:
    return [one for one in found if 'FROM "shop_category" ORDER BY' in one]


@pytest.mark.parametrize(("path", "times"), [("/basket/", 2), ("/books/", 3)])
def test_header_side_and_footer_ask_the_same(switch, statements, path, times):
    assert len(asking_for_categories(statements(path))) == 1
    switch(FAULT)
    asked = asking_for_categories(statements(path))
    assert len(asked) == times
    assert len(set(asked)) == 1
