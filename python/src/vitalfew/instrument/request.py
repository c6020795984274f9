from time import time_ns

from ..recording import MIDDLEWARE, Parent, Recording, current
from ..remote import queue_time_ns

SERVER = 2


class Request(Recording):
    """A request that Django's handler serves; the handler itself is the span inside of the entry."""

    __slots__ = ("handler_index", "method", "path", "route", "status", "view_name")

    span_kind = SERVER

    def __init__(self, parent: Parent | None, method: str, path: str, queue_start: str) -> None:
        super().__init__(parent)
        self.method = method
        self.path = path
        self.route = self.view_name = ""
        self.status = 0
        if queue_start:
            self.queue_ns = queue_time_ns(queue_start, time_ns())
        self.handler_index = self.next_index()

    def resume(self) -> None:
        """What comes now in this context belongs to the request."""
        current.set((self, self.handler_index, MIDDLEWARE, self.start))

    def finish(self, handler: str, end: int) -> None:
        """Ends the handler's span and the request. `end` is ns of perf_counter."""
        self.add((MIDDLEWARE, self.handler_index, 0, self.start, end, handler, None, ""))
        self.end = end
        self.name = f"{self.method} {self.route}" if self.route else self.method
        self.failed = self.status >= 500
        self.attributes = {
            "http.request.method": self.method,
            "http.route": self.route,
            "url.path": self.path,
            "http.response.status_code": self.status,
            "code.function.name": self.view_name,
            # Django is covered itself, so what no span explains is nobody's.
            "vitalfew.complete": True,
            **self.attributes,
        }
