from django.core.paginator import Page, Paginator


def page_of(rows, request, size: int) -> Page:
    """The page that the address asks for; a number out of range gives the nearest."""
    return Paginator(rows, size).get_page(request.GET.get("page"))


def numbers_around(page: Page) -> list[int | str]:
    """The page numbers to show, with `…` for those left out."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1))
