from decimal import Decimal

from .fault import Fault

FAULT = Fault(
    key="exception",
    title="An exception on some books",
    what="The discount is computed without asking whether the book has a list price. About one book in "
    "twelve has none: its page fails with a TypeError and status 500.",
    endpoints=("GET /book/<id>/<slug>/",),
    fix="Return no discount where there is no list price.",
)


def discount_percent(price: Decimal, list_price: Decimal | None) -> int:
    """How much below the list price the book is sold; 0 without a list price."""
    if list_price is None and not FAULT.is_on():
        return 0
    return round(100 * (list_price - price) / list_price)
