"""Faults are switched by the command line and by the page, and every process sees it."""

import io
import os
import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command

from faults import control, switch
from faults.registry import DEMO, FAULTS


def listed(*arguments: str) -> list[str]:
    """The keys of the faults that the command says are on."""
    out = io.StringIO()
    call_command("fault", *arguments, stdout=out)
    lines = [line.split() for line in out.getvalue().splitlines()]
    assert len(lines) == len(FAULTS)
    return [key for state, key, *_title in lines if state == "on"]


def test_the_command_line_switches_and_lists(db):
    assert listed("list") == []
    assert listed("on", "n-plus-1", "lock-wait") == ["n-plus-1", "lock-wait"]
    assert listed("off", "lock-wait") == ["n-plus-1"]
    assert switch.switched_on() == {"n-plus-1"}
    assert listed("set", "all") == list(FAULTS)
    assert listed("set", "demo,exception") == [key for key in FAULTS if key in DEMO | {"exception"}]
    assert listed("set", "none") == []


def test_a_fault_that_does_not_exist_is_named_with_those_that_do(db):
    with pytest.raises(CommandError, match=r"no fault 'n-plus-2'.*n-plus-1, duplicate-query"):
        listed("on", "n-plus-2")


@pytest.mark.parametrize("key", FAULTS)
def test_the_page_switches_a_fault_on_and_off(client, db, key):
    for state, on in (("on", {key}), ("off", set())):
        response = client.post("/faults/", {"fault": key, "state": state}, follow=True)
        assert switch.switched_on() == on
        assert f"{len(on)} of 10 on" in response.content.decode()


def test_the_page_refuses_what_it_does_not_know(client, db):
    assert client.post("/faults/", {"fault": "n-plus-2", "state": "on"}).status_code == 400
    assert client.post("/faults/", {"fault": "n-plus-1", "state": "maybe"}).status_code == 400


def test_another_process_sees_the_switch(db, tmp_path):
    control.set_exactly({"exception"})
    ask = "import django; django.setup(); from faults import switch; print(*switch.switched_on())"
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "bookstore.settings", "BOOKSTORE_DATA": str(tmp_path)}
    seen = subprocess.run([sys.executable, "-c", ask], env=env, capture_output=True, text=True, check=True)
    assert seen.stdout == "exception\n"
