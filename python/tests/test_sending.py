"""What becomes of a request's telemetry while the server is busy, away, or refuses it."""

import time

from conftest import server

from vitalfew.export.exporter import Exporter
from vitalfew.instrument.request import Request
from vitalfew.options import Options


def ended_request():
    request = Request(None, "GET", "/", "")
    request.finish("handler", request.start + 1000)
    return request


def wait_for(condition):
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def exporter_to(monkeypatch, endpoint):
    monkeypatch.setenv("VITALFEW_ENDPOINT", endpoint)
    return Exporter(Options.read({}))


def test_a_server_that_is_busy_gets_the_request_later_and_once(app):
    app.collector.failures = 2
    assert len(app.get("/page/7/")[2]) == len(app.get("/page/7/")[2])


def test_a_server_that_is_away_is_told_of_once(monkeypatch, caplog):
    exporter = exporter_to(monkeypatch, "http://127.0.0.1:1")
    exporter.take(ended_request())
    wait_for(lambda: "Vitalfew at http://127.0.0.1:1 does not answer" in caplog.text)
    exporter.take(ended_request())
    exporter.close()
    assert caplog.text.count("does not answer") == 1


def test_what_the_server_refuses_is_counted(monkeypatch, caplog):
    exporter = exporter_to(monkeypatch, f"http://127.0.0.1:{server.server_port}/refused")
    exporter.take(ended_request())
    wait_for(lambda: exporter.dropped == 1)
    assert "refused 1 requests with 404" in caplog.text
    exporter.close()


def test_the_oldest_are_dropped_where_too_many_wait(monkeypatch):
    exporter = exporter_to(monkeypatch, "http://127.0.0.1:1")
    for _ in range(5003):
        exporter.take(ended_request())
    assert exporter.dropped >= 3
    exporter.close()
