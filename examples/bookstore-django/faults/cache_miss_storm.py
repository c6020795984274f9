import time

from .fault import Fault

FAULT = Fault(
    key="cache-miss-storm",
    title="A cache that never hits",
    what="The key of the cached bestsellers contains the time to the nanosecond. Nothing stored is ever "
    "found again: each page computes the list anew and pushes useful entries out of the cache.",
    endpoints=("GET /", "GET /books/", "GET /category/<slug>/"),
    fix="Leave the time out of the key and let the entry expire by its timeout.",
    in_demo=True,
)


def cache_key(name: str) -> str:
    if FAULT.is_on():
        return f"{name}:{time.time_ns()}"
    return name
