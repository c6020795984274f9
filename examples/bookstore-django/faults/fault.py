from collections.abc import Callable
from dataclasses import dataclass

from . import switch


@dataclass(frozen=True)
class Fault:
    """A defect that can be switched on while the shop runs.

    The shop asks `is_on()` where the defect lives. On or off, the response has the same content; only
    `exception` differs, since failing is what it does.
    """

    key: str
    title: str
    what: str
    endpoints: tuple[str, ...]
    fix: str
    #: Whether the demo starts with it.
    in_demo: bool = False
    #: Called with the new state before the switch shows it, for a defect that lives in the database.
    on_switch: Callable[[bool], None] | None = None

    def is_on(self) -> bool:
        return self.key in switch.switched_on()
