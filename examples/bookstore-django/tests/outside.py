import asyncio
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import get_args

from external.latency import Latency
from external.routes import Pace
from external.server import Waits, serve


@dataclass(frozen=True)
class Watched(Latency):
    """No latency at all; says that an answer would have had to wait, and waits for whoever it told."""

    seen: Callable[[], None]

    def draw_seconds(self, random: Random) -> float:
        self.seen()
        return 0.0


class Outside:
    """The real service outside, in this process. It answers at once, counts its answers by their pace, and calls
    `meanwhile`, on a thread of its own, while someone waits for one."""

    def __init__(self) -> None:
        self.answers: Counter[Pace] = Counter()
        self.meanwhile: Callable[[], None] | None = None
        self.url = ""
        self._serving = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), daemon=True)
        self._thread.start()
        self._serving.wait()

    def reset(self) -> None:
        self.answers.clear()
        self.meanwhile = None

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()

    async def _serve(self) -> None:
        waits: Waits = {pace: Watched(0, 0, lambda pace=pace: self._seen(pace)) for pace in get_args(Pace)}
        server = await serve("127.0.0.1", 0, waits)
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        self._serving.set()
        await self._stop.wait()
        server.close()

    def _seen(self, pace: Pace) -> None:
        self.answers[pace] += 1
        if self.meanwhile is not None:
            thread = threading.Thread(target=self.meanwhile)
            thread.start()
            thread.join()
