"""Exceptions that end in a 500, with their stack."""

import sys
import traceback
from time import time_ns
from typing import Any

from django.core.signals import got_request_exception

from ..recording import Recording, current

_MAX_MESSAGE = 2000
_MAX_STACK = 16_000


def install() -> None:
    got_request_exception.connect(_handled_by_django, dispatch_uid="vitalfew.exception")


def _handled_by_django(sender: Any, **_signal: Any) -> None:
    frame = current.get()
    problem = sys.exc_info()[1]
    if frame is not None and problem is not None:
        keep_exception(frame[0], problem)


def keep_exception(recording: Recording, problem: BaseException) -> None:
    """The recording has failed with this exception."""
    kind = type(problem)
    name = kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
    stack = "".join(traceback.format_exception(problem))[-_MAX_STACK:]
    recording.error = name
    recording.exception = (name, str(problem)[:_MAX_MESSAGE], stack, time_ns())
