"""When each request is due and whose it is. Nothing here waits for, or knows of, an answer: the load is open-loop."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from .journeys import JOURNEYS, Journey


@dataclass(frozen=True)
class Due:
    #: Seconds after the start.
    at: float
    visitor: int
    journey: Journey
    step: int


@dataclass
class _Visitor:
    number: int
    journey: Journey
    next_step: int
    ready_at: float


#: The least time between two requests of one visitor, in seconds: nobody reads a page in less.
READING_SECONDS = 0.8


def plan(rate_per_second: float, seed: int, duration_seconds: float | None = None) -> Iterator[Due]:
    """The requests in the order they are due, a Poisson process of the given rate; endless without a duration.

    Each arrival belongs to a visitor who has finished reading, else to a new one. Who it is and what they want
    is drawn from the seed alone.
    """
    random = Random(seed)
    weights = [journey.weight for journey in JOURNEYS]
    inside: list[_Visitor] = []
    visitors = 0
    now = 0.0
    while True:
        now += random.expovariate(rate_per_second)
        if duration_seconds is not None and now >= duration_seconds:
            return
        ready = [visitor for visitor in inside if visitor.ready_at <= now]
        if ready:
            visitor = random.choice(ready)
        else:
            visitors += 1
            journey = random.choices(JOURNEYS, weights)[0]
            visitor = _Visitor(visitors, journey, 0, now)
            inside.append(visitor)
        yield Due(now, visitor.number, visitor.journey, visitor.next_step)
        visitor.next_step += 1
        visitor.ready_at = now + READING_SECONDS * random.uniform(1, 4)
        if visitor.next_step == len(visitor.journey.steps):
            inside.remove(visitor)
