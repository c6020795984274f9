"""Celery: running a task, which is an entry of its own in a worker, and a part of the request or task that runs it
eagerly."""

import functools
import sys
from datetime import datetime
from time import perf_counter_ns, time_ns
from typing import Any

from ..export.exporter import Exporter
from ..recording import VIEW, Frame, Recording, current, enter, leave
from ..remote import parent_of
from .celery_publish import PUBLISHED, messaging_system, timed_send, write_headers
from .exceptions import keep_exception
from .on_import import Hook
from .opentelemetry_context import enclosing_span

CONSUMER = 5
_RUN = "_vitalfew_run"


class TaskRun(Recording):
    """A task that a worker runs. What no span explains of it is the task's own code."""

    __slots__ = ()

    span_kind = CONSUMER


class EagerRun:
    """A task that is run where it is called."""

    def __init__(self, frame: Frame) -> None:
        self.error = ""
        self._frame = frame
        self._opened = enter(frame, VIEW)

    def finish(self, name: str) -> None:
        leave(self._frame, self._opened, name, None, self.error)


def installer(exporter: Exporter) -> Hook:
    """Installs itself into the module celery.app.base."""

    def install(base: Any) -> None:
        from celery import signals

        base.Celery.send_task = timed_send(base.Celery.send_task)
        signals.before_task_publish.connect(write_headers, weak=False)
        signals.task_prerun.connect(_start, weak=False)
        signals.task_retry.connect(_retried, weak=False)
        signals.task_failure.connect(_failed, weak=False)
        signals.task_postrun.connect(functools.partial(_end, exporter), weak=False)
        # A pool's processes end without running what atexit was told.
        signals.worker_process_shutdown.connect(lambda **_signal: exporter.close(), weak=False)

    return install


def _start(task: Any, **_signal: Any) -> None:
    request, frame = task.request, current.get()
    if frame is not None and request.is_eager:
        request.__dict__[_RUN] = EagerRun(frame)
        return
    run = TaskRun(enclosing_span() or parent_of(request.get("traceparent") or ""))
    run.queue_ns = waited_ns(request.get(PUBLISHED), request.eta, time_ns())
    request.__dict__[_RUN] = run
    current.set((run, 0, VIEW, run.start))


def _retried(request: Any, reason: Any, **_signal: Any) -> None:
    run = request.__dict__.get(_RUN)
    if isinstance(run, TaskRun):
        run.attributes["celery.retry.reason"] = str(reason)


def _failed(sender: Any, exception: BaseException, **_signal: Any) -> None:
    run = sender.request.__dict__.get(_RUN)
    if isinstance(run, TaskRun):
        keep_exception(run, exception)
    elif run is not None:
        run.error = type(exception).__qualname__


def _end(exporter: Exporter, task: Any, task_id: str, state: str | None, **_signal: Any) -> None:
    request = task.request
    run = request.__dict__.pop(_RUN, None)
    problem = sys.exc_info()[1]
    if isinstance(run, EagerRun):
        run.error = run.error or (type(problem).__qualname__ if problem is not None else "")
        run.finish(task.name)
    elif run is not None:
        # A task that is told to propagate its exception ends without a state and without task_failure.
        if state is None and problem is not None:
            keep_exception(run, problem)
        current.set(None)
        _finish(run, task, task_id, state)
        exporter.take(run)


def _finish(run: TaskRun, task: Any, task_id: str, state: str | None) -> None:
    delivery = task.request.delivery_info or {}
    run.end = perf_counter_ns()
    run.name = task.name
    run.failed = run.error != ""
    run.attributes = {
        "messaging.system": messaging_system(task.app),
        "messaging.destination.name": delivery.get("routing_key") or delivery.get("exchange") or "",
        "messaging.operation.type": "process",
        "messaging.message.id": task_id,
        "celery.task_name": task.name,
        "celery.state": state or "",
        "celery.retries": task.request.retries or 0,
        "code.function.name": f"{task.run.__module__}.{task.run.__qualname__}",
        **run.attributes,
    }


def waited_ns(published: Any, eta: Any, now_ns: int) -> int:
    """From when the task was published, or was due where that is later, to now."""
    if not isinstance(published, int):
        return 0
    due = published
    try:
        if eta:
            due = max(due, int(datetime.fromisoformat(eta).timestamp() * 1e9))
    except (TypeError, ValueError):
        pass
    return max(0, now_ns - due)
