"""Settings and environment, the attributes that a user adds, and who the process says it is."""

import os
import socket
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from vitalfew.options import Options


def test_the_environment_wins_over_the_settings(app):
    _, _, spans = app.get("/secret/")
    resource = spans[0].resource
    assert resource["service.name"] == "test-site"
    assert resource["service.version"] == "1.2.3"
    assert resource["host.name"] == socket.gethostname()
    assert resource["process.pid"] == os.getpid()
    assert resource["service.instance.id"] == f"{socket.gethostname()}:{os.getpid()}"
    assert resource["telemetry.sdk.name"] == "vitalfew"
    assert resource["telemetry.sdk.language"] == "python"


def test_the_settings_win_over_the_defaults(monkeypatch):
    for name in [name for name in os.environ if name.startswith(("VITALFEW_", "OTEL_"))]:
        monkeypatch.delenv(name)
    assert Options.read({}).service == "settings"
    options = Options.read({"ENDPOINT": "https://telemetry.example/", "SERVICE": "shop", "ENABLED": False})
    assert (options.endpoint, options.service, options.enabled) == ("https://telemetry.example", "shop", False)
    monkeypatch.setenv("VITALFEW_ENABLED", "1")
    assert Options.read({"ENABLED": False}).enabled


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"SERVCE": "shop"}, "unknown key 'SERVCE'; did you mean 'SERVICE'"),
        ({"token": "x"}, "unknown key 'token'; did you mean 'TOKEN'"),
        ({"VERSION": 3}, r"VITALFEW\['VERSION'\] in the settings is 3; give a text"),
        ({"ATTRIBUTES": "middleware.absent"}, "'middleware.absent', which cannot be imported"),
        ({"ATTRIBUTES": "settings.VITALFEW"}, "which cannot be called"),
    ],
)
def test_a_mistake_in_the_settings_is_named(settings, message):
    with pytest.raises(ImproperlyConfigured, match=message):
        Options.read(settings)


def test_an_endpoint_that_is_no_address(monkeypatch):
    monkeypatch.setenv("VITALFEW_ENDPOINT", "localhost:4318")
    with pytest.raises(ImproperlyConfigured, match="'localhost:4318'; give an address"):
        Options.read({})


def test_attributes_from_the_view_and_from_the_settings(app):
    assert app.get("/page/7/")[2][0].attributes["shop.basket_size"] == 3
    for ask in (app.get, app.get_async):
        attributes = ask("/secret/?shop=north")[2][0].attributes
        assert attributes["shop.name"] == "north"
        assert attributes["shop.answer_type"].startswith("text/html")


def test_attributes_that_cannot_be_computed_harm_no_request(app, caplog):
    status, _, spans = app.get("/secret/?fail=1")
    assert status == 200
    assert spans[0].attributes["http.response.status_code"] == 200
    assert "VITALFEW['ATTRIBUTES'] failed for /secret/" in caplog.text


def test_no_library_is_imported_that_the_application_does_not():
    look = "import django, sys; django.setup(); print([n for n in sys.argv[1:] if n in sys.modules])"
    libraries = ["httpx", "aiohttp", "celery", "opentelemetry", "jinja2"]
    command = [sys.executable, "-c", look, *libraries]
    site = os.path.join(os.path.dirname(__file__), "site")
    done = subprocess.run(command, cwd=site, stdout=subprocess.PIPE, text=True, check=True)
    assert done.stdout.strip() == "[]"
