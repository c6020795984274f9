"""Switches faults on and off."""

from collections.abc import Iterable

from . import switch
from .registry import DEMO, FAULTS


class UnknownFault(ValueError):
    def __init__(self, key: str) -> None:
        super().__init__(f"There is no fault {key!r}. Known are: {', '.join(FAULTS)}.")


def turn(key: str, on: bool) -> None:
    """Switches one fault and leaves the others as they are."""
    if key not in FAULTS:
        raise UnknownFault(key)
    with switch.locked():
        current = switch.switched_on()
        _apply(current | {key} if on else current - {key})


def set_exactly(keys: Iterable[str]) -> None:
    """Switches these faults on and all others off."""
    wanted = frozenset(keys)
    for key in wanted - FAULTS.keys():
        raise UnknownFault(key)
    with switch.locked():
        _apply(wanted)


def parse(text: str) -> frozenset[str]:
    """Reads `n-plus-1,lock-wait`, `none`, `all` or `demo`."""
    words = {word.strip() for word in text.split(",")} - {"", "none"}
    keys: set[str] = set()
    for word in words:
        keys |= {"all": FAULTS.keys(), "demo": DEMO}.get(word, {word})
    return frozenset(keys)


def _apply(wanted: frozenset[str]) -> None:
    """The hooks run for every fault, changed or not: a database may be older than the switch."""
    for key, fault in FAULTS.items():
        if fault.on_switch is not None:
            fault.on_switch(key in wanted)
    switch.write(wanted)
