"""What the service answers. Every answer follows from the question alone, so that pages can be compared."""

import hashlib
from collections.abc import Callable
from decimal import Decimal
from typing import Literal
from urllib.parse import parse_qs

CARRIERS = [("Swift Parcel", 2, "4.90"), ("Country Post", 3, "3.40"), ("Slow Barge", 9, "2.10")]
ABROAD = Decimal("3.50")
HOME = "GB"
Pace = Literal["ordinary", "partner", "bank", "slow"]


class BadQuestion(ValueError):
    """The caller sent something that cannot be answered; the message says what."""


def answer(method: str, path: str, query: str, body: dict) -> dict | None:
    """The answer to one question; None where there is no such route. Raises BadQuestion."""
    asked = {name: values[-1] for name, values in parse_qs(query).items()}
    parts = path.strip("/").split("/")
    route: Callable[..., dict] | None = ROUTES.get((method, *parts[:2])) or ROUTES.get((method, parts[0]))
    if route is None:
        return None
    try:
        return route(parts=parts, asked=asked, body=body)
    except (KeyError, IndexError, ValueError, ArithmeticError, TypeError) as error:
        raise BadQuestion(f"{method} {path} misses or misspells a value: {error}") from error


def pace(path: str, query: str) -> Pace:
    """Whom it takes to answer: a partner shop, a bank, or carriers with all their tariffs, which is slow."""
    match path.strip("/").split("/"):
        case ["recommendations" | "market-price", *_]:
            return "partner"
        case ["payment", "authorise"]:
            return "bank"
        case ["shipping", "quote"] if "scope=all" in query.split("&"):
            return "slow"
    return "ordinary"


def _shipping_quote(asked: dict, **_rest) -> dict:
    """The cheapest carrier that takes the weight; all tariffs or one, the cheapest is the same."""
    grams, country = int(asked["grams"]), asked["country"]
    weight = Decimal(grams) / 1000
    name, days, base = CARRIERS[1] if grams < 4000 else CARRIERS[2]
    price = Decimal(base) + weight * Decimal("0.90") + (ABROAD if country != HOME else 0)
    return {"carrier": name, "days": days + (2 if country != HOME else 0), "price": f"{price:.2f}"}


def _authorise(body: dict, **_rest) -> dict:
    amount = Decimal(body["amount"])
    if body["card"].endswith("0002"):
        return {"approved": False, "reason": "The card was refused."}
    if amount > 2000:
        return {"approved": False, "reason": "The amount is above the card's limit."}
    return {"approved": True, "reference": f"PAY-{_digest(body['key']):012X}"}


def _void(body: dict, **_rest) -> dict:
    return {"voided": body["reference"]}


def _recommendations(parts: list[str], asked: dict, **_rest) -> dict:
    book, limit, highest = int(parts[1]), min(int(asked["limit"]), 50), int(asked["highest"])
    if highest < 1:
        raise ValueError("highest must be at least 1")
    found = [_digest(f"{book}/{position}") % highest + 1 for position in range(limit * 2)]
    return {"books": [one for one in dict.fromkeys(found) if one != book][:limit]}


def _market_price(parts: list[str], **_rest) -> dict:
    return {"lowest": f"{Decimal(500 + _digest(parts[1]) % 4000) / 100:.2f}"}


def _health(**_rest) -> dict:
    return {"status": "ok"}


def _digest(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:6], "big")


ROUTES: dict[tuple[str, ...], Callable[..., dict]] = {
    ("GET", "shipping", "quote"): _shipping_quote,
    ("POST", "payment", "authorise"): _authorise,
    ("POST", "payment", "void"): _void,
    ("GET", "recommendations"): _recommendations,
    ("GET", "market-price"): _market_price,
    ("GET", "health"): _health,
}
