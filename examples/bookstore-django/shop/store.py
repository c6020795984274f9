"""The countries the shop sells to, with how each writes money."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Store:
    country: str
    name: str
    language: str
    currency: str
    #: Units of `currency` for one euro, fixed: prices are kept in euro.
    rate: Decimal
    pattern: str
    decimal_comma: bool

    def money(self, euro: Decimal) -> str:
        amount = f"{euro * self.rate:,.2f}"
        if self.decimal_comma:
            amount = amount.translate(str.maketrans(",.", ".,"))
        return self.pattern.format(amount)


STORES = {
    store.country: store
    for store in (
        Store("DE", "Germany", "de", "EUR", Decimal("1"), "{} €", True),
        Store("FR", "France", "fr", "EUR", Decimal("1"), "{} €", True),
        Store("GB", "United Kingdom", "en-gb", "GBP", Decimal("0.85"), "£{}", False),
        Store("US", "United States", "en-us", "USD", Decimal("1.10"), "${}", False),
        Store("CH", "Switzerland", "de-ch", "CHF", Decimal("0.95"), "CHF {}", False),
    )
}
DEFAULT = STORES["GB"]


def store_for(cookie: str, accept_language: str) -> Store:
    """The store of the cookie, else the first that the browser's languages name, else the default."""
    if cookie in STORES:
        return STORES[cookie]
    for part in accept_language.lower().split(",")[:8]:
        language = part.split(";")[0].strip()
        for store in STORES.values():
            if language == store.language:
                return store
    return DEFAULT
