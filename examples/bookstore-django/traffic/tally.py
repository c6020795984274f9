from collections import Counter
from dataclasses import dataclass, field

#: A request that leaves this much after it was due counts as late.
LATE_SECONDS = 0.05


@dataclass
class Tally:
    """What became of the requests. Latencies count from when a request was *due*, so that a generator that could
    not keep up shows it as waiting; `late` says how often that was."""

    sent: int = 0
    ok: int = 0
    late: int = 0
    skipped: int = 0
    errors: Counter[str] = field(default_factory=Counter)
    latencies_seconds: list[float] = field(default_factory=list)

    def left(self, due_at: float, now: float) -> None:
        self.sent += 1
        self.late += now - due_at > LATE_SECONDS

    def answered(self, status: int, due_at: float, now: float) -> None:
        self.latencies_seconds.append(now - due_at)
        if status < 400 or status == 409:
            # 409 is the shop's answer to a refused card or a book sold out, as it should be.
            self.ok += 1
        else:
            self.errors[f"status {status}"] += 1

    def failed(self, error: Exception) -> None:
        self.errors[type(error).__name__] += 1

    def summary(self, elapsed_seconds: float) -> dict:
        ordered = sorted(self.latencies_seconds)
        return {
            "seconds": round(elapsed_seconds, 3),
            "sent": self.sent,
            "sent_per_second": round(self.sent / elapsed_seconds, 2) if elapsed_seconds else 0.0,
            "ok": self.ok,
            "errors": sum(self.errors.values()),
            "errors_by_kind": dict(self.errors),
            "p50_ms": _percentile_ms(ordered, 0.50),
            "p95_ms": _percentile_ms(ordered, 0.95),
            "p99_ms": _percentile_ms(ordered, 0.99),
            "late": self.late,
            "skipped": self.skipped,
        }


def _percentile_ms(ordered: list[float], share: float) -> float | None:
    """The smallest latency that at least this share of all does not exceed."""
    if not ordered:
        return None
    rank = max(1, -(-len(ordered) * round(share * 1000) // 1000))
    return round(ordered[rank - 1] * 1000, 2)
