import gc
from time import perf_counter_ns

from ..recording import current

_started = 0


def install() -> None:
    gc.callbacks.append(_collected)


def _collected(phase: str, _info: dict[str, int]) -> None:
    global _started
    if phase == "start":
        _started = perf_counter_ns()
        return
    frame = current.get()
    if frame is not None:
        frame[0].gc_ns += perf_counter_ns() - _started
