"""One trace with an OpenTelemetry SDK in the same process, both ways.

OpenTelemetry keeps its current span in a context of its own. That context is wrapped: asked for the current span
while one of ours is the innermost, it answers with ours; told of a new one, it makes that the parent of what we
record next. Where the application does not import opentelemetry, nothing of this exists."""

from typing import Any

from ..recording import FOREIGN, Parent, current

_trace: Any = None


def install(trace: Any) -> None:
    global _trace
    from opentelemetry import context

    context.get_current()
    context._RUNTIME_CONTEXT = _SharedContext(context._RUNTIME_CONTEXT, trace)  # type: ignore[assignment]
    _trace = trace


def enclosing_span() -> Parent | None:
    """The span of OpenTelemetry that is current, if any: the parent of a request or task that begins now."""
    if _trace is None:
        return None
    span = _trace.get_current_span().get_span_context()
    return (span.trace_id.to_bytes(16, "big"), _turned(span.span_id)) if span.is_valid else None


class _SharedContext:
    """Stands in for opentelemetry.context's runtime context."""

    def __init__(self, inner: Any, trace: Any) -> None:
        self._inner = inner
        self._trace = trace

    def get_current(self) -> Any:
        context = self._inner.get_current()
        frame = current.get()
        if frame is None or frame[2] == FOREIGN:
            return context
        recording, index = frame[:2]
        if recording.lent is None:
            recording.lent = set()
        recording.lent.add(index)
        span = self._trace.NonRecordingSpan(
            self._trace.SpanContext(
                trace_id=int.from_bytes(recording.trace_id, "big"),
                span_id=_turned(recording.base + index),
                is_remote=False,
                trace_flags=self._trace.TraceFlags(self._trace.TraceFlags.SAMPLED),
            )
        )
        return self._trace.set_span_in_context(span, context)

    def attach(self, context: Any) -> Any:
        token = self._inner.attach(context)
        frame = current.get()
        if frame is None:
            return token, None
        recording, parent = frame[:2]
        span = self._trace.get_current_span(context).get_span_context()
        # A span of another trace, started on purpose, is current for OpenTelemetry and no parent for us.
        if span.is_valid and span.trace_id == int.from_bytes(recording.trace_id, "big"):
            parent = _turned(span.span_id) - recording.base
        return token, current.set((recording, parent, FOREIGN, 0))

    def detach(self, token: Any) -> None:
        inner, ours = token if isinstance(token, tuple) else (token, None)
        try:
            if ours is not None:
                current.reset(ours)
        finally:
            self._inner.detach(inner)


def _turned(span_id: int) -> int:
    """OpenTelemetry reads ids as big-endian numbers, a recording as little-endian ones."""
    return int.from_bytes(span_id.to_bytes(8, "big"), "little")
