"""What visitors do. A step looks at the last page that came and says what is asked next, as a person would."""

import hashlib
import html
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from urllib.parse import urlencode

from .http_client import Answer

#: How many customers `manage.py seed` makes unless told otherwise.
READERS = 2000
CSRF_COOKIE = "csrftoken"


@dataclass(frozen=True)
class Ask:
    method: str
    path: str
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass
class Visit:
    """What one visitor knows: the last page that came, and where the last answer sent them."""

    random: Random
    page: str = ""
    location: str = ""
    cookies: dict[str, str] = field(default_factory=dict)

    def links(self, pattern: str) -> list[str]:
        return [html.unescape(link) for link in re.findall(f'href="({pattern})"', self.page)]

    def link(self, pattern: str, otherwise: str) -> str:
        found = self.links(pattern)
        return self.random.choice(found) if found else otherwise

    def remember(self, answer: Answer) -> None:
        for name, value in answer.headers:
            if name == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        self.location = answer.header("location") or ""
        if answer.body and answer.status < 400:
            self.page = answer.body.decode("utf-8", "replace")

    def cookie_header(self) -> dict[str, str]:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {"Cookie": cookies} if cookies else {}

    def post(self, path: str, fields: dict[str, str]) -> Ask:
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "X-CSRFToken": self.cookies.get(CSRF_COOKIE, ""),
        }
        return Ask("POST", path, headers, urlencode(fields).encode())


Step = Callable[[Visit], Ask]


@dataclass(frozen=True)
class Journey:
    name: str
    weight: float
    steps: tuple[Step, ...]


def home(_visit: Visit) -> Ask:
    return Ask("GET", "/")


def category(visit: Visit) -> Ask:
    return Ask("GET", visit.link(r"/category/[^\"]+", "/books/"))


def further_page(visit: Visit) -> Ask:
    base = visit.link(r"/category/[^\"]+", "/books/")
    return Ask("GET", f"{base}?page={visit.random.randint(1, 8)}")


def book(visit: Visit) -> Ask:
    return Ask("GET", visit.link(r"/book/[^\"]+", "/books/"))


def authors(_visit: Visit) -> Ask:
    return Ask("GET", "/authors/")


def author(visit: Visit) -> Ask:
    return Ask("GET", visit.link(r"/author/[^\"]+", "/authors/"))


def search(visit: Visit) -> Ask:
    """Words of a title that the visitor has just seen."""
    titles = re.findall(r'<h3><a href="/book/[^"]+">([^<]+)', visit.page)
    words = re.findall(r"\w{4,}", html.unescape(" ".join(titles)))
    wanted = visit.random.sample(words, min(len(words), visit.random.choice([1, 1, 2]))) or ["lighthouse"]
    return Ask("GET", f"/search/?{urlencode({'q': ' '.join(wanted)})}")


def narrowed_search(visit: Visit) -> Ask:
    found = visit.link(r"\?q=[^\"]+", "?q=winter")
    return Ask("GET", f"/search/{found}")


def recommended(visit: Visit) -> Ask:
    """As the script of the book's page asks."""
    return Ask("GET", f"/api/recommendations/{_shown_book_id(visit)}/")


def add_to_basket(visit: Visit) -> Ask:
    if CSRF_COOKIE not in visit.cookies:  # No page with a form has come yet.
        return book(visit)
    return visit.post("/basket/add/", {"book": str(_shown_book_id(visit))})


def basket(_visit: Visit) -> Ask:
    return Ask("GET", "/basket/")


def checkout(_visit: Visit) -> Ask:
    return Ask("GET", "/checkout/")


def pay(visit: Visit) -> Ask:
    if CSRF_COOKIE not in visit.cookies:
        return checkout(visit)
    card = "4000000000000002" if visit.random.random() < 0.03 else "4242424242424242"
    fields = {"name": "Robin Reader", "email": "robin@example.org", "country": "GB", "card": card}
    return visit.post("/checkout/", fields)


def ordered(visit: Visit) -> Ask:
    """Where the checkout led: the order, or the basket where the card was refused."""
    return Ask("GET", visit.location or "/basket/")


def api_books(visit: Visit) -> Ask:
    return Ask("GET", f"/api/books/?page={visit.random.randint(1, 150)}")


def api_book(visit: Visit) -> Ask:
    return Ask("GET", f"/api/books/{_book_id(visit)}/")


def api_orders(visit: Visit) -> Ask:
    return Ask("GET", "/api/orders/", _key(visit))


def api_order(visit: Visit) -> Ask:
    lines = [{"book": _book_id(visit), "quantity": 1}]
    return Ask("POST", "/api/orders/", {"Content-Type": "application/json", **_key(visit)}, _json({"lines": lines}))


def export(_visit: Visit) -> Ask:
    return Ask("GET", "/export/books.csv")


def _shown_book_id(visit: Visit) -> int:
    """The book of the page; where the page is not that of a book, one that is on it."""
    shown = re.search(r'name="book" value="(\d+)"', visit.page)
    return int(shown[1]) if shown else _book_id(visit)


def _book_id(visit: Visit) -> int:
    """A book of the last page or answer that can be bought."""
    if visit.page.startswith("{"):
        listed = json.loads(visit.page).get("books", [])
        in_stock = [one["id"] for one in listed if one["stock"] > 0]
        if in_stock:
            return visit.random.choice(in_stock)
    found = re.findall(r'href="/book/(\d+)/', visit.page)
    return int(visit.random.choice(found)) if found else 1


def _key(visit: Visit) -> dict[str, str]:
    """The key of a demo reader, made as shop/seeding/fill.py makes it."""
    reader = f"reader{visit.random.randint(1, READERS)}"
    return {"X-Api-Key": hashlib.sha256(f"bookstore {reader}".encode()).hexdigest()[:32]}


def _json(content: dict) -> bytes:
    return json.dumps(content).encode()


JOURNEYS = [
    Journey("browse", 40, (home, category, further_page, book, book, recommended)),
    Journey("search", 25, (home, search, narrowed_search, book, recommended)),
    Journey("authors", 8, (authors, author, book, recommended)),
    Journey("buy", 15, (home, category, book, add_to_basket, basket, checkout, pay, ordered)),
    Journey("api", 11, (api_books, api_book, recommended, api_orders, api_books, api_order)),
    Journey("export", 1, (export,)),
]
