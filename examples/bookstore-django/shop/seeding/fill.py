"""Fills an empty database with a shop: the same sizes and seed give the same rows."""

import hashlib
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from random import Random

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.db import transaction
from django.utils.text import slugify

from shop.models import Author, Book, Category, Customer, Order, OrderLine, Review, SearchTerm
from shop.search_words import words_of

from . import texts, words

READER_PASSWORD = "lantern-and-leaf"
BATCH = 2000
#: The day the shop's history ends. Fixed, so that the rows do not depend on when they were written.
TODAY = date(2026, 9, 1)


@dataclass(frozen=True)
class Sizes:
    authors: int = 600
    books: int = 3000
    customers: int = 2000
    reviews: int = 12000
    orders: int = 6000


@transaction.atomic
def fill(sizes: Sizes, seed: int) -> None:
    random = Random(seed)
    categories = _categories()
    authors = _authors(random, sizes.authors)
    books = _books(random, sizes.books, authors, categories)
    customers = _customers(random, sizes.customers)
    _reviews(random, sizes.reviews, books, customers)
    _orders(random, sizes.orders, books, customers)
    _search_terms(books)


def _categories() -> list[Category]:
    return Category.objects.bulk_create(
        Category(name=name, slug=slugify(name), position=position) for position, name in enumerate(words.SUBJECTS)
    )


def _authors(random: Random, count: int) -> list[Author]:
    names = {}
    while len(names) < count:
        name = texts.person(random)
        names.setdefault(slugify(name), name)
    rows = []
    for slug, name in names.items():
        born = random.randint(1925, 1998)
        rows.append(Author(name=name, slug=slug, born=born, biography=texts.biography(random, name, born)))
    return Author.objects.bulk_create(rows, BATCH)


def _books(random: Random, count: int, authors: list[Author], categories: list[Category]) -> list[Book]:
    rows = []
    for number in range(count):
        author, category = random.choice(authors), random.choice(categories)
        title = texts.title(random, category.name)
        pages = random.randint(24, 900)
        price = Decimal(random.randint(599, 4499)).quantize(Decimal(1)) / 100
        rows.append(
            Book(
                title=title,
                slug=slugify(title),
                author=author,
                category=category,
                isbn=texts.isbn13(100_000 + number),
                price=price,
                list_price=None if random.random() < 1 / 12 else price + random.choice([0, 0, 0, 2, 3, 5]),
                published=TODAY - timedelta(days=int(random.expovariate(1 / 1200))),
                pages=pages,
                weight_grams=120 + pages * 2 // 3,
                description=texts.description(random, category.name, author.name),
                stock=random.choice([0, 3, 8, 40, 90, 160, 160, 160]),
            )
        )
    return Book.objects.bulk_create(rows, BATCH)


def _customers(random: Random, count: int) -> list[Customer]:
    # Hashing is slow on purpose; all readers share one password, so it is hashed once.
    password = make_password(READER_PASSWORD, salt="lanternandleaf")
    joined = datetime(2024, 1, 1, tzinfo=timezone.utc)
    names = [texts.person(random) for _ in range(count)]
    users = User.objects.bulk_create(
        (
            User(
                username=f"reader{number}",
                first_name=name.split()[0],
                last_name=name.split()[1],
                email=f"reader{number}@example.org",
                password=password,
                date_joined=joined,
            )
            for number, name in enumerate(names, start=1)
        ),
        BATCH,
    )
    return Customer.objects.bulk_create(
        (
            Customer(
                user=user,
                name=name,
                country=random.choice(["DE", "FR", "GB", "US", "CH"]),
                api_key=demo_api_key(user.username),
            )
            for user, name in zip(users, names, strict=True)
        ),
        BATCH,
    )


def demo_api_key(username: str) -> str:
    """The API key of a demo reader. It can be guessed, which is what a load generator needs of it."""
    return hashlib.sha256(f"bookstore {username}".encode()).hexdigest()[:32]


def _reviews(random: Random, count: int, books: list[Book], customers: list[Customer]) -> None:
    sums: Counter[int] = Counter()
    counts: Counter[int] = Counter()
    liking = [random.choice([2, 3, 4, 4, 4, 5]) for _ in books]
    end = datetime(TODAY.year, TODAY.month, TODAY.day, tzinfo=timezone.utc)
    rows = []
    for _ in range(count):
        position = _popular(random, len(books))
        stars = max(1, min(5, liking[position] + random.choice([-1, 0, 0, 0, 1])))
        sums[position] += stars
        counts[position] += 1
        rows.append(
            Review(
                book=books[position],
                customer=random.choice(customers),
                stars=stars,
                headline=random.choice(words.HEADLINES),
                text=texts.review(random, books[position].category.name),
                written_at=end - timedelta(minutes=random.randint(0, 900_000)),
            )
        )
    Review.objects.bulk_create(rows, BATCH)
    for position, number in counts.items():
        books[position].rating_count = number
        books[position].rating_sum = sums[position]
    Book.objects.bulk_update([books[position] for position in counts], ["rating_sum", "rating_count"], 250)


def _orders(random: Random, count: int, books: list[Book], customers: list[Customer]) -> None:
    end = datetime(TODAY.year, TODAY.month, TODAY.day, tzinfo=timezone.utc)
    orders, lines = [], []
    for number in range(count):
        customer = random.choice(customers)
        chosen = {_popular(random, len(books)) for _ in range(random.choice([1, 1, 2, 2, 3, 5]))}
        shipping = Decimal(random.choice(["2.90", "3.90", "5.40"]))
        order = Order(
            number=f"S{number:09d}",
            customer=customer,
            name=customer.name,
            email=customer.user.email,
            country=customer.country,
            placed_at=end - timedelta(minutes=random.randint(0, 900_000)),
            shipping=shipping,
            total=shipping,
            payment_reference=f"PAY-SEED-{number}",
        )
        for position in sorted(chosen):
            line = OrderLine(
                order=order,
                book=books[position],
                quantity=random.choice([1, 1, 1, 2]),
                price=books[position].price,
            )
            order.total += line.total
            lines.append(line)
        orders.append(order)
    Order.objects.bulk_create(orders, BATCH)
    OrderLine.objects.bulk_create(lines, BATCH)


def _popular(random: Random, count: int) -> int:
    """A position drawn so that a few books get most of the readers, as in any shop."""
    return min(int(random.paretovariate(0.9) * count / 60) % count, count - 1)


def _search_terms(books: list[Book]) -> None:
    rows = []
    for book in books:
        weights: Counter[str] = Counter()
        for text, weight in (
            (book.description, 1),
            (book.category.name, 2),
            (book.author.name, 5),
            (book.title, 8),
        ):
            for word in set(words_of(text)):
                weights[word] += weight
        rows.extend(SearchTerm(book=book, word=word, weight=weight) for word, weight in weights.items())
    SearchTerm.objects.bulk_create(rows, BATCH)
