"""A request is explained, from the middleware to the template."""

import pytest
from collector import SERVER, of, statements
from conftest import CALLER


def test_every_span_lies_within_its_request(app):
    status, _, spans = app.get("/page/7/")
    assert status == 200
    entry = spans[0]
    assert entry.name == "GET /page/<int:number>/"
    assert entry.proto.kind == SERVER
    assert entry.parent == CALLER
    assert entry.attributes["http.route"] == "/page/<int:number>/"
    assert entry.attributes["http.response.status_code"] == 200
    assert entry.attributes["code.function.name"] == "views.page"
    assert entry.attributes["vitalfew.complete"] is True
    names = {span.name for span in of(spans, "middleware")}
    assert {"django.middleware.common.CommonMiddleware", "middleware.counting", "django.urls.resolve"} <= names
    assert len(of(spans, "view")) == 1
    ids = {span.id for span in spans}
    assert len(ids) == len(spans)
    for span in spans[1:]:
        assert span.parent in ids
        assert span.proto.start_time_unix_nano <= span.proto.end_time_unix_nano
        assert entry.proto.start_time_unix_nano <= span.proto.start_time_unix_nano
        assert span.proto.end_time_unix_nano <= entry.proto.end_time_unix_nano


def test_cache_and_templates(app):
    _, _, spans = app.get("/page/7/")
    operations = {span.attributes["vitalfew.cache.operation"]: span.attributes for span in of(spans, "cache")}
    assert set(operations) == {"get", "set"}
    assert operations["get"]["vitalfew.cache.key"] == "book:*"
    assert operations["get"]["vitalfew.cache.hits"] + operations["get"]["vitalfew.cache.misses"] == 2
    templates = {span.name: span.attributes for span in of(spans, "template")}
    assert templates["part.html"]["vitalfew.repeat.count"] == 4
    assert "page.html" in templates


def test_a_template_of_jinja2(app):
    status, body, spans = app.get("/jinja/")
    assert (status, body) == (200, b"0123")
    (template,) = of(spans, "template")
    assert template.attributes["vitalfew.template.name"] == "page.jinja"


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


@pytest.mark.parametrize("path", ["/waiting/", "/page/7/"])
def test_asgi(app, path):
    status, _, spans = app.get_async(path)
    assert status == 200
    assert spans[0].attributes["http.response.status_code"] == 200
    assert of(spans, "view")
    assert of(spans, "cache")


def test_an_exception_through_asgi(app):
    status, _, spans = app.get_async("/broken/")
    assert status == 500
    assert spans[0].attributes["error.type"] == "ValueError"


def test_an_async_view_under_wsgi(app):
    status, _, spans = app.get("/waiting/")
    assert status == 200
    assert of(spans, "cache")


@pytest.mark.parametrize("path", ["/streaming/", "/streaming-async/"])
@pytest.mark.parametrize("through", ["get", "get_async"])
@pytest.mark.filterwarnings("ignore:StreamingHttpResponse must consume")
def test_the_parts_of_a_streaming_response_are_the_views(app, path, through):
    status, body, spans = getattr(app, through)(path)
    assert (status, len(body) > 2) == (200, True)
    work = statements(spans) if path == "/streaming/" else of(spans, "cache")
    assert sum(span.attributes.get("vitalfew.repeat.count", 1) for span in work) == 3
    views = {span.id for span in of(spans, "view")}
    assert {span.parent for span in work} <= views
    assert {span.name for span in of(spans, "view")} == {spans[0].attributes["code.function.name"]}
