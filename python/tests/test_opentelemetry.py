"""One trace with an OpenTelemetry SDK in the same process: each exports its own spans, and they fit together."""

import pytest
from collector import of, statements


@pytest.fixture(scope="module")
def sdk(app):
    """What the application's own SDK exports. It is imported after the agent was installed."""
    from opentelemetry import trace
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import SimpleSpanProcessor
    from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    trace.set_tracer_provider(provider)
    return exporter


@pytest.fixture
def exported(sdk):
    sdk.clear()
    return sdk.get_finished_spans


def test_a_request_joins_the_span_that_is_current_around_it(app, exported):
    from opentelemetry import trace

    with trace.get_tracer("server").start_as_current_span("outer") as outer:
        context = outer.get_span_context()
        _, _, spans = app.get("/page/7/", trace=context.trace_id.to_bytes(16, "big"))
    assert spans[0].parent == f"{context.span_id:016x}"
    assert [span.name for span in exported()] == ["outer"]
    assert not trace.get_current_span().get_span_context().is_valid


def test_a_span_by_hand_is_a_child_of_the_view_and_a_parent_of_statements(app, exported):
    _, _, spans = app.get("/traced/")
    (by_hand,) = exported()
    (view,) = of(spans, "view")
    assert f"{by_hand.context.trace_id:032x}" == spans[0].proto.trace_id.hex()
    assert f"{by_hand.parent.span_id:016x}" == view.id
    assert {statement.parent for statement in statements(spans)} == {f"{by_hand.context.span_id:016x}"}
    assert "by hand" not in {span.name for span in spans}


def test_an_instrumented_driver_finds_each_statement_as_its_parent(app, exported):
    """Folded into one, the second statement would be a parent that nobody gets to see."""
    _, body, spans = app.get("/traced/")
    assert body.decode().split() == [statement.id for statement in statements(spans)]
    assert len(statements(spans)) == 2


def test_an_async_view_shares_its_trace_too(app, exported):
    _, _, spans = app.get_async("/traced-async/")
    (by_hand,) = exported()
    (view,) = of(spans, "view")
    (cache,) = of(spans, "cache")
    assert f"{by_hand.parent.span_id:016x}" == view.id
    assert cache.parent == f"{by_hand.context.span_id:016x}"


def test_a_trace_that_is_begun_apart_stays_apart(app, exported):
    _, body, spans = app.get("/traced-apart/")
    (apart,) = exported()
    (view,) = of(spans, "view")
    (statement,) = statements(spans)
    assert apart.parent is None
    assert body.decode() == f"{apart.context.trace_id:032x}" != spans[0].proto.trace_id.hex()
    assert statement.parent == view.id
