"""How long a request waited before the application began with it."""

import time

import pytest

from vitalfew.remote import queue_time_ns


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
