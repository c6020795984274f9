from django.core.cache import cache
from django.db.models import Sum

from faults.cache_miss_storm import cache_key

from .models import OrderLine

TIMEOUT_SECONDS = 300


def bestsellers(limit: int) -> list[dict]:
    """The best sold books of all time: [{"id", "title", "slug", "author", "sold"}], from the cache."""
    key = cache_key(f"bestsellers:{limit}")
    found = cache.get(key)
    if found is None:
        found = _compute(limit)
        cache.set(key, found, TIMEOUT_SECONDS)
    return found


def _compute(limit: int) -> list[dict]:
    sold = (
        OrderLine.objects.values("book_id", "book__title", "book__slug", "book__author__name")
        .annotate(sold=Sum("quantity"))
        .order_by("-sold", "book_id")[:limit]
    )
    return [
        {
            "id": row["book_id"],
            "title": row["book__title"],
            "slug": row["book__slug"],
            "author": row["book__author__name"],
            "sold": row["sold"],
        }
        for row in sold
    ]
