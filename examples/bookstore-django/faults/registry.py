"""Every fault the shop knows, one line each."""

from . import (
    cache_miss_storm,
    duplicate_query,
    exception,
    lock_wait,
    missing_index,
    n_plus_one,
    over_fetch,
    slow_external_call,
    slow_template_loop,
    sync_call_in_async_view,
)
from .fault import Fault

FAULTS: dict[str, Fault] = {
    module.FAULT.key: module.FAULT
    for module in (
        n_plus_one,
        duplicate_query,
        missing_index,
        slow_template_loop,
        cache_miss_storm,
        slow_external_call,
        sync_call_in_async_view,
        over_fetch,
        exception,
        lock_wait,
    )
}

DEMO = frozenset(key for key, fault in FAULTS.items() if fault.in_demo)
