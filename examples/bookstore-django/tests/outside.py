import asyncio
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from external.latency import Latency
from external.server import Waits, serve


@dataclass(frozen=True)
class Watched(Latency):
    """No latency at all; says that an answer would have had to wait, and waits for whoever it told."""

    seen: Callable[[], None]

    def draw_seconds(self, random: Random) -> float:
        self.seen()
        return 0.0


class Outside:
    """The real service outside, in this process. It answers at once, counts its ordinary and its slow answers,
    and calls `meanwhile`, on a thread of its own, while someone waits for one."""

    def __init__(self) -> None:
        self.answers: Counter[str] = Counter()
        self.meanwhile: Callable[[], None] | None = None
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        waits = Waits(*(Watched(0, 0, lambda kind=kind: self._seen(kind)) for kind in ("ordinary", "slow")))
        server = asyncio.run_coroutine_threadsafe(serve("127.0.0.1", 0, waits), self._loop).result()
        self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"

    def reset(self) -> None:
        self.answers.clear()
        self.meanwhile = None

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def _seen(self, kind: str) -> None:
        self.answers[kind] += 1
        if self.meanwhile is not None:
            thread = threading.Thread(target=self.meanwhile)
            thread.start()
            thread.join()
