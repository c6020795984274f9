import math
from dataclasses import dataclass
from random import Random


@dataclass(frozen=True)
class Latency:
    """A log-normal waiting time: most answers near the median, a few much later, as networks are."""

    median_ms: float
    #: Standard deviation of the logarithm: 0 is constant, 0.5 gives a 99th percentile of 3.2 medians.
    sigma: float

    def draw_seconds(self, random: Random) -> float:
        return self.median_ms / 1000 * math.exp(self.sigma * random.gauss(0, 1))
