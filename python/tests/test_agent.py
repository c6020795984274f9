import time

import pytest

from vitalfew.export.masking import key_template, mask_statement
from vitalfew.recording import queue_time_ns


def of(spans, segment):
    return [span for span in spans if span.segment == segment]


def sql(spans):
    return [span for span in spans if "db.system.name" in span.attributes]


def test_a_request_is_explained_from_middleware_to_template(app):
    status, _, spans = app.get("/page/7/")
    assert status == 200
    entry = spans[0]
    assert entry.name == "GET /page/<int:number>/"
    assert entry.proto.kind == 2
    assert entry.proto.parent_span_id.hex() == "00f067aa0ba902b7"
    assert entry.attributes["http.route"] == "/page/<int:number>/"
    assert entry.attributes["http.response.status_code"] == 200
    assert entry.attributes["vitalfew.complete"] is True
    assert entry.attributes["shop.basket_size"] == 3
    names = {span.name for span in of(spans, "middleware")}
    assert {"django.middleware.common.CommonMiddleware", "urls.counting", "django.urls.resolve"} <= names
    assert len(of(spans, "view")) == 1
    ids = {span.proto.span_id for span in spans}
    assert len(ids) == len(spans)
    for span in spans[1:]:
        assert span.proto.parent_span_id in ids
        assert span.proto.start_time_unix_nano <= span.proto.end_time_unix_nano
        assert entry.proto.start_time_unix_nano <= span.proto.start_time_unix_nano
        assert span.proto.end_time_unix_nano <= entry.proto.end_time_unix_nano


def test_like_statements_come_as_one_with_count_rows_and_call_site(app):
    _, _, spans = app.get("/page/7/")
    (folded,) = sql(spans)
    attributes = folded.attributes
    assert attributes["vitalfew.repeat.count"] == 5
    assert attributes["db.response.returned_rows"] == 15
    assert attributes["vitalfew.db.parameter_count"] == 1
    assert attributes["vitalfew.db.alias"] == "default"
    assert attributes["code.file.path"].endswith("urls.py")
    stretch = folded.proto.end_time_unix_nano - folded.proto.start_time_unix_nano
    assert 0 < attributes["vitalfew.repeat.max_ns"] <= attributes["vitalfew.repeat.busy_ns"] <= stretch


def test_cache_and_templates(app):
    _, _, spans = app.get("/page/7/")
    operations = {span.attributes["vitalfew.cache.operation"]: span.attributes for span in of(spans, "cache")}
    assert set(operations) == {"get", "set"}
    assert operations["get"]["vitalfew.cache.key"] == "book:*"
    assert operations["get"]["vitalfew.cache.hits"] + operations["get"]["vitalfew.cache.misses"] == 2
    templates = {span.name: span.attributes for span in of(spans, "template")}
    assert templates["part.html"]["vitalfew.repeat.count"] == 4
    assert "page.html" in templates


def test_an_exception_comes_with_its_stack(app):
    status, _, spans = app.get("/broken/")
    entry = spans[0]
    assert status == 500
    assert entry.proto.status.code == 2
    assert entry.attributes["error.type"] == "ValueError"
    (event,) = entry.proto.events
    about = {pair.key: pair.value.string_value for pair in event.attributes}
    assert about["exception.message"] == "it broke"
    assert "in broken" in about["exception.stacktrace"]


def test_what_a_streaming_response_does_belongs_to_the_request(app):
    _, body, spans = app.get("/streaming/")
    assert body
    assert sum(span.attributes.get("vitalfew.repeat.count", 1) for span in sql(spans)) == 3


def test_no_literal_leaves_the_process(app):
    _, _, spans = app.get("/secret/")
    (statement,) = sql(spans)
    assert statement.attributes["db.query.text"] == "SELECT ? WHERE ? = ?"


def test_an_outgoing_call_hands_on_the_trace(app):
    _, body, spans = app.get(f"/outgoing/{app.port}/")
    (call,) = [span for span in spans if "server.address" in span.attributes]
    assert body.decode() == f"00-{call.proto.trace_id.hex()}-{call.proto.span_id.hex()}-01"
    assert call.attributes["http.response.status_code"] == 200
    assert "secret" not in call.attributes["url.full"]


@pytest.mark.parametrize("path", ["/waiting/", "/page/7/"])
def test_asgi(app, path):
    status, spans = app.get_async(path)
    assert status == 200
    assert spans[0].attributes["http.response.status_code"] == 200
    assert of(spans, "view")
    assert of(spans, "cache")


def test_an_async_view_under_wsgi(app):
    status, _, spans = app.get("/waiting/")
    assert status == 200
    assert of(spans, "cache")


def test_a_server_that_is_busy_gets_the_request_later(app):
    app.collector.failures = 2
    assert app.get("/secret/")[2]


def test_queue_time_comes_from_the_front_server(app):
    _, _, spans = app.get("/secret/", HTTP_X_REQUEST_START=f"t={int((time.time() - 0.5) * 1e6)}")
    assert 0.4e9 < spans[0].attributes["vitalfew.queue_ns"] < 20e9


@pytest.mark.parametrize("unit", [1e9, 1e6, 1e3, 1])
@pytest.mark.parametrize("prefix", ["t=", ""])
def test_queue_time_knows_its_unit(unit, prefix):
    now = 1_795_536_540_000_000_000
    waited = queue_time_ns(f"{prefix}{(now - 250_000_000) / unit:.6f}", now)
    assert abs(waited - 250_000_000) < 2000


@pytest.mark.parametrize("header", ["", "soon", "t=", "-5", "9999999999999999999999"])
def test_queue_time_of_nonsense_is_none(header):
    assert queue_time_ns(header, 1_795_536_540_000_000_000) == 0


def test_masking():
    assert mask_statement("""SELECT "a1", t2.b FROM t2 WHERE c = 'it''s' AND d > 1.5e3 -- x""") == (
        """SELECT "a1", t2.b FROM t2 WHERE c = ? AND d > ? """
    )
    assert mask_statement("SELECT %s, $1, $a$x$a$ /* 5 */") == "SELECT %s, $1, ? "
    assert key_template("session:deadbeef12345678:7") == "session:*:*"
