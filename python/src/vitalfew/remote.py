"""What came before this process: the caller's span and the time a request waited."""

from .recording import Parent

_LONGEST_QUEUE_NS = 3600 * 1_000_000_000


def parent_of(traceparent: str) -> Parent | None:
    """The caller by a W3C `traceparent`; None where it is absent or malformed."""
    parts = traceparent.split("-")
    if len(parts) < 4 or len(parts[1]) != 32 or len(parts[2]) != 16 or parts[0] == "ff":
        return None
    try:
        trace_id, span_id = bytes.fromhex(parts[1]), bytes.fromhex(parts[2])
    except ValueError:
        return None
    return (trace_id, int.from_bytes(span_id, "little")) if any(trace_id) and any(span_id) else None


def queue_time_ns(header: str, now_ns: int) -> int:
    """Time since `X-Request-Start` or `X-Queue-Start`: seconds, milli-, micro- or nanoseconds since 1970, told
    apart by magnitude, with `t=` or without. 0 for what lies in the future or cannot be read."""
    try:
        value = float(header.strip().removeprefix("t="))
    except ValueError:
        return 0
    for limit, factor in ((1e11, 1e9), (1e14, 1e6), (1e17, 1e3), (1e20, 1)):
        if 0 < value < limit:
            waited = now_ns - int(value * factor)
            return waited if 0 < waited < _LONGEST_QUEUE_NS else 0
    return 0
