"""The calls to the service outside: shipping quotes, payments, recommendations, market prices."""

import ssl
from functools import lru_cache
from urllib.parse import urlencode

import httpx
from django.conf import settings

from faults.slow_external_call import quote_scope


class PaymentDeclined(Exception):
    """The payment service refused the amount; the message is for the buyer."""


@lru_cache(maxsize=1)
def _tls() -> ssl.SSLContext:
    """Loading the trusted certificates takes milliseconds, so it is done once and not for each client."""
    return ssl.create_default_context()


@lru_cache(maxsize=1)
def _client() -> httpx.Client:
    """One pool of connections for all threads of the process, made on the first call, after any fork."""
    return httpx.Client(
        base_url=settings.EXTERNAL_URL,
        timeout=settings.EXTERNAL_TIMEOUT_SECONDS,
        trust_env=False,
        verify=_tls(),
    )


def async_client() -> httpx.AsyncClient:
    """A client for one request: under WSGI every async view has an event loop of its own."""
    return httpx.AsyncClient(
        base_url=settings.EXTERNAL_URL,
        timeout=settings.EXTERNAL_TIMEOUT_SECONDS,
        trust_env=False,
        verify=_tls(),
    )


def shipping_quote(country: str, grams: int) -> dict:
    """The cheapest carrier: {"carrier": str, "days": int, "price": decimal as str}."""
    query = urlencode({"country": country, "grams": grams, "scope": quote_scope()})
    return _answer(_client().get(f"/shipping/quote?{query}"))


def authorise_payment(amount: str, card: str, key: str) -> str:
    """The reference of the authorisation; the same key is never charged twice.

    Raises PaymentDeclined where the card is refused.
    """
    answer = _answer(_client().post("/payment/authorise", json={"amount": amount, "card": card, "key": key}))
    if not answer["approved"]:
        raise PaymentDeclined(answer["reason"])
    return answer["reference"]


def void_payment(reference: str) -> None:
    _answer(_client().post("/payment/void", json={"reference": reference}))


def recommendations_path(book_id: int, highest_id: int) -> str:
    return f"/recommendations/{book_id}?{urlencode({'limit': 6, 'highest': highest_id})}"


def market_price_path(isbn: str) -> str:
    return f"/market-price/{isbn}"


def fetch(path: str) -> dict:
    return _answer(_client().get(path))


async def fetch_async(client: httpx.AsyncClient, path: str) -> dict:
    return _answer(await client.get(path))


def _answer(response: httpx.Response) -> dict:
    response.raise_for_status()
    return response.json()
