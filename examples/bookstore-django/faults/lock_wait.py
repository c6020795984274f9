from collections.abc import Callable
from typing import TypeVar

from django.db import transaction

from .fault import Fault

FAULT = Fault(
    key="lock-wait",
    title="A lock held across a network call",
    what="The checkout reserves the stock first and then waits for the payment service with the "
    "transaction open. Others that write the same rows, on SQLite others that write at all, wait too.",
    endpoints=("POST /checkout/", "POST /api/orders/", "POST /basket/add/"),
    fix="Authorise the payment before the transaction, and void it should the transaction fail.",
)

Written = TypeVar("Written")


def pay_and_write(
    authorise: Callable[[], str],
    void: Callable[[str], None],
    reserve: Callable[[], None],
    write: Callable[[str], Written],
) -> Written:
    """Reserves and writes in one transaction, with the payment authorised; all of it or nothing."""
    if FAULT.is_on():
        with transaction.atomic():
            reserve()
            return write(authorise())
    reference = authorise()
    try:
        with transaction.atomic():
            reserve()
            return write(reference)
    except Exception:
        void(reference)
        raise
