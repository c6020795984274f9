import asyncio
import time
from collections.abc import Iterable
from random import Random

from .http_client import Target, send
from .journeys import Ask, Visit
from .plan import Due
from .tally import Tally

#: More than these at once are not sent but counted as skipped: the shop hangs, and sockets are not endless.
MAX_IN_FLIGHT = 1000
ANSWER_LIMIT_SECONDS = 30
LANGUAGES = ["en-GB,en;q=0.8", "en-US,en;q=0.8", "de,en;q=0.6", "fr,en;q=0.5"]


async def generate(target: Target, due: Iterable[Due], seed: int, stop: asyncio.Event, tally: Tally) -> None:
    """Sends every request when it is due, however many are still unanswered, until the plan or `stop` ends it.

    A visitor whose page has not come goes on with the last one that has: a shop that stalls is asked no less often.
    """
    loop = asyncio.get_running_loop()
    started = loop.time()
    visits: dict[int, Visit] = {}
    running: set[asyncio.Task[None]] = set()
    for one in due:
        if await _waited_for(stop, started + one.at - loop.time()):
            break
        if len(running) >= MAX_IN_FLIGHT:
            tally.skipped += 1
            continue
        visit = visits.setdefault(one.visitor, Visit(Random(f"{seed}/{one.visitor}")))
        task = asyncio.create_task(_step(target, one, visit, started + one.at, tally))
        running.add(task)
        task.add_done_callback(running.discard)
        if one.step + 1 == len(one.journey.steps):
            del visits[one.visitor]
    if stop.is_set():
        for task in running:
            task.cancel()
    await asyncio.gather(*running, return_exceptions=True)


async def _waited_for(stop: asyncio.Event, seconds: float) -> bool:
    """Waits; true where the stop came first."""
    if seconds <= 0:
        return stop.is_set()
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except asyncio.TimeoutError:
        return False
    return True


async def _step(target: Target, due: Due, visit: Visit, due_at: float, tally: Tally) -> None:
    """One visitor's next request."""
    loop = asyncio.get_running_loop()
    ask = due.journey.steps[due.step](visit)
    tally.left(due_at, loop.time())
    try:
        asked = send(target, ask.method, ask.path, _headers(ask, due, visit), ask.body)
        answer = await asyncio.wait_for(asked, ANSWER_LIMIT_SECONDS)
    except (OSError, ValueError, asyncio.TimeoutError) as error:
        tally.failed(error)
        return
    tally.answered(answer.status, due_at, loop.time())
    visit.remember(answer)


def _headers(ask: Ask, due: Due, visit: Visit) -> dict[str, str]:
    return {
        "User-Agent": f"bookstore-visitor/1.0 ({due.journey.name}; {due.visitor})",
        "Accept-Language": LANGUAGES[due.visitor % len(LANGUAGES)],
        # As a front server writes it: microseconds since 1970, the moment the request left for the shop.
        "X-Request-Start": f"t={time.time_ns() // 1000}",
        **ask.headers,
        **visit.cookie_header(),
    }
