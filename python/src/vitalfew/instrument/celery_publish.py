"""Celery: publishing a task, with the trace and the time in its message's headers."""

import functools
from contextvars import ContextVar
from time import time_ns
from typing import Any

from ..recording import PUBLISH, current, enter, leave
from .timed import Function

#: Header of the message: ns since 1970.
PUBLISHED = "vitalfew_published_ns"

#: Kombu's transports by the names that OpenTelemetry's messaging.system has for them; others keep theirs.
_SYSTEMS = {
    **dict.fromkeys(("amqp", "amqps", "pyamqp", "librabbitmq"), "rabbitmq"),
    **{"rediss": "redis", "sqs": "aws_sqs", "gcpubsub": "gcp_pubsub", "azureservicebus": "servicebus"},
    "confluentkafka": "kafka",
}

#: Takes the destination of the message that is being published.
_destination: ContextVar[list[str] | None] = ContextVar("vitalfew_destination", default=None)


def timed_send(original: Function) -> Function:
    """`Celery.send_task`, through which every way to publish goes."""

    @functools.wraps(original)
    def send_task(self: Any, name: str, *args: Any, **kwargs: Any) -> Any:
        frame = current.get()
        if frame is None:
            return original(self, name, *args, **kwargs)
        destination = [""]
        token = _destination.set(destination)
        error = ""
        opened = enter(frame, PUBLISH)
        try:
            return original(self, name, *args, **kwargs)
        except Exception as problem:
            error = type(problem).__qualname__
            raise
        finally:
            leave(frame, opened, (name, messaging_system(self), destination[0]), None, error)
            _destination.reset(token)

    return send_task


def write_headers(headers: dict[str, Any], exchange: Any, routing_key: str | None, **_signal: Any) -> None:
    """On before_task_publish: these headers become attributes of the task's request in the worker."""
    headers[PUBLISHED] = time_ns()
    frame, destination = current.get(), _destination.get()
    if frame is not None and destination is not None:
        headers["traceparent"] = frame[0].traceparent(frame[1])
        destination[0] = routing_key or str(exchange or "")


@functools.lru_cache(maxsize=16)
def messaging_system(app: Any) -> str:
    """What the broker is, by its URL; there may be several for failover."""
    url = app.conf.broker_write_url or app.conf.broker_url or "amqp:"
    first = url if isinstance(url, str) else next(iter(url))
    transport = first.split(":")[0].split("+")[0]
    return _SYSTEMS.get(transport, transport)
