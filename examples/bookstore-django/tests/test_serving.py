"""The shop as `npm start` runs it: its own processes, a real server, the load generator, an end."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from random import Random

import pytest
from django.db import connection

from traffic.http_client import Target, send
from traffic.journeys import JOURNEYS, Visit

SHOP = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def database(django_db_setup) -> str:
    """The address of the tests' own database, filled."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return f"{os.environ['BOOKSTORE_DATABASE_URL'].rpartition('/')[0]}/{name}"


@pytest.fixture(scope="module", params=["wsgi", "asgi"])
def shop(request, database, tmp_path_factory):
    """Addresses and process ids of a running shop."""
    folder = tmp_path_factory.mktemp("shop")
    ready = folder / "ready.json"
    command = [sys.executable, "run.py", "--port", "0", "--workers", "2", "--ready-file", str(ready)]
    command += ["--database", database, "--data", str(folder), *(["--asgi"] if request.param == "asgi" else [])]
    env = {**os.environ, "BOOKSTORE_FAULTS": "none", "BOOKSTORE_AGENT": "0"}
    process = subprocess.Popen(command, cwd=SHOP, env=env, stdout=subprocess.DEVNULL)
    try:
        until(lambda: ready.exists() or process.poll() is not None)
        yield json.loads(ready.read_text())
    finally:
        process.kill()
        process.wait()


@pytest.mark.parametrize("journey", JOURNEYS, ids=lambda journey: journey.name)
def test_a_visitor_comes_to_the_end_of_the_journey(shop, journey):
    async def run() -> None:
        visit, target = Visit(Random(1)), Target.of(shop["url"])
        for step in journey.steps:
            ask = step(visit)
            answer = await send(target, ask.method, ask.path, {**ask.headers, **visit.cookie_header()}, ask.body)
            assert answer.status < 400, (ask.method, ask.path)
            visit.remember(answer)
        if journey.name == "buy":
            assert "Thank you" in visit.page

    asyncio.run(run())


def test_the_shop_serves_its_own_style(shop):
    with urllib.request.urlopen(f"{shop['url']}/static/shop/shop.css") as style:
        assert style.status == 200


def test_the_load_generator_finds_all_well(shop):
    load = [sys.executable, "load.py", "--url", shop["url"], "--rate", "20", "--duration", "2", "--json"]
    summary = json.loads(subprocess.run(load, cwd=SHOP, capture_output=True, check=True).stdout)
    assert summary["ok"] == summary["sent"] > 10


def test_all_its_processes_end_with_the_one_that_started_them(shop):
    os.kill(shop["pid"], signal.SIGKILL)
    until(lambda: not answers(shop["url"]) and not answers(shop["external_url"]))


def answers(url: str) -> bool:
    try:
        urllib.request.urlopen(f"{url}/health/", timeout=5).close()
    except OSError:
        return False
    return True


def until(holds) -> None:
    """Waits for it; what never comes fails the test."""
    deadline = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)
