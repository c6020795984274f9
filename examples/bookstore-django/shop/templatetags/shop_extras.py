from decimal import Decimal

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from faults.duplicate_query import once_per_request
from faults.slow_template_loop import stars_template
from shop.models import Category
from shop.store import DEFAULT

register = template.Library()


@register.simple_tag(takes_context=True)
def money(context, euro: Decimal) -> str:
    """The price as the visitor's country writes it."""
    request = context.get("request")
    return getattr(request, "store", DEFAULT).money(euro)


@register.simple_tag(takes_context=True)
def categories(context) -> list[Category]:
    """All categories, for a menu: {% categories as menu %}."""
    return once_per_request(context["request"], "categories", lambda: list(Category.objects.all()))


@register.simple_tag
def stars(half_stars: int) -> SafeString:
    """A row of five stars, filled to the half star."""
    halves = [
        {"side": "left" if position % 2 == 0 else "right", "filled": position < half_stars} for position in range(10)
    ]
    row = {"halves": halves, "half_stars": half_stars, "label": f"{half_stars / 2:.1f} of 5 stars"}
    return render_to_string(stars_template(), row)


@register.simple_tag
def cover(book_id: int, title: str) -> SafeString:
    """A drawn cover: its colour and ornament follow from the book's id."""
    return format_html(
        '<span class="cover ornament-{}" style="--hue:{}" aria-hidden="true"><span>{}</span></span>',
        book_id % 5,
        book_id * 47 % 360,
        title,
    )


@register.simple_tag(takes_context=True)
def page_link(context, number: int) -> str:
    """The address of another page of this list, with all else of the query kept."""
    query = context["request"].GET.copy()
    query["page"] = str(number)
    return f"?{query.urlencode()}"
