import httpx
from django.db.models import Max
from django.http import JsonResponse

from faults.sync_call_in_async_view import gather
from shop.external_service import (
    async_client,
    fetch,
    fetch_async,
    market_price_path,
    recommendations_path,
)
from shop.models import Book


async def recommendations(request, book_id: int):
    """What the service outside recommends beside a book, and what the book costs elsewhere."""
    book = await Book.objects.filter(pk=book_id).afirst()
    if book is None:
        return JsonResponse({"error": "There is no such book."}, status=404)
    highest = (await Book.objects.aaggregate(highest=Max("pk")))["highest"]
    paths = [recommendations_path(book.pk, highest), market_price_path(book.isbn)]
    try:
        async with async_client() as client:
            recommended, market = await gather(
                awaited=[lambda path=path: fetch_async(client, path) for path in paths],
                blocking=[lambda path=path: fetch(path) for path in paths],
            )
    except httpx.HTTPError:
        return JsonResponse({"error": "The recommendation service does not answer."}, status=503)
    wanted = recommended["books"]
    found = {
        row["id"]: row async for row in Book.objects.filter(pk__in=wanted).values("id", "title", "slug", "author__name")
    }
    return JsonResponse(
        {
            "book": book.pk,
            "market_price": market["lowest"],
            "recommended": [
                {"id": row["id"], "slug": row["slug"], "title": row["title"], "author": row["author__name"]}
                for row in (found[pk] for pk in wanted if pk in found)
            ],
        }
    )
