import pytest
from django.test.signals import template_rendered

FAULT = "slow-template-loop"


@pytest.fixture
def renderings(client):
    """How often the template of one half star is rendered for a page."""

    def count(path: str) -> int:
        names = []

        def rendered(template, **_rest) -> None:
            names.append(template.name)

        template_rendered.connect(rendered)
        try:
            assert client.get(path).status_code == 200
        finally:
            template_rendered.disconnect(rendered)
        return names.count("shop/parts/half_star.html")

    return count


@pytest.mark.parametrize(("path", "rows"), [("/", 20), ("/books/", 24)])
def test_each_half_star_is_a_template_of_its_own(switch, renderings, path, rows):
    assert renderings(path) == 0
    switch(FAULT)
    assert renderings(path) == 10 * rows
