"""Calls of other servers are spans, and hand on the trace."""

import pytest


def check(app, body, spans):
    (call,) = [span for span in spans if "server.address" in span.attributes]
    assert body.decode() == f"00-{call.proto.trace_id.hex()}-{call.id}-01"
    assert call.attributes["http.request.method"] == "GET"
    assert call.attributes["http.response.status_code"] == 200
    assert call.attributes["url.full"] == f"http://127.0.0.1:{app.port}/there"


@pytest.mark.parametrize("library", ["http.client", "requests", "httpx"])
def test_a_call_from_a_view(app, library):
    _, body, spans = app.get(f"/outgoing/{library}/{app.port}/")
    check(app, body, spans)


@pytest.mark.parametrize("library", ["aiohttp", "httpx"])
def test_a_call_from_an_async_view(app, library):
    _, body, spans = app.get_async(f"/outgoing-async/{library}/{app.port}/")
    check(app, body, spans)


@pytest.mark.parametrize("library", ["http.client", "requests", "httpx"])
def test_a_call_that_nobody_answers(app, library):
    status, _, spans = app.get(f"/outgoing/{library}/1/")
    assert status == 500
    (call,) = [span for span in spans if "server.address" in span.attributes]
    assert call.attributes["error.type"]
    assert call.proto.status.code == 2


@pytest.mark.parametrize("library", ["aiohttp", "httpx"])
def test_an_async_call_that_nobody_answers(app, library):
    status, _, spans = app.get_async(f"/outgoing-async/{library}/1/")
    assert status == 500
    (call,) = [span for span in spans if "server.address" in span.attributes]
    assert call.attributes["error.type"]
