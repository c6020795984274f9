"""On a real event loop: while the view waits for an answer from outside, another request of the process comes."""

import asyncio
import threading

import pytest
from asgiref.sync import sync_to_async
from django.db import connections
from django.test import AsyncClient

FAULT = "sync-call-in-async-view"
LIMIT_SECONDS = 20


@pytest.fixture
def visit(outside, book):
    """What happened in which order, as ("asked" outside | "other" request answered | "answered")."""

    async def run(wait_for_other: bool) -> list[str]:
        loop, happened = asyncio.get_running_loop(), []
        asked, other_answered = asyncio.Event(), threading.Event()

        def meanwhile() -> None:
            happened.append("asked")
            loop.call_soon_threadsafe(asked.set)
            if wait_for_other:
                other_answered.wait(LIMIT_SECONDS)

        async def other() -> None:
            await asked.wait()
            assert (await AsyncClient().get("/login/")).status_code == 200
            happened.append("other")
            other_answered.set()

        async def recommendations() -> None:
            response = await AsyncClient().get(f"/api/recommendations/{book.pk}/")
            assert response.status_code == 200
            happened.append("answered")

        outside.meanwhile = meanwhile
        await asyncio.gather(recommendations(), other())
        await sync_to_async(connections.close_all)()
        return happened

    return lambda wait_for_other: asyncio.run(run(wait_for_other))


def test_others_are_served_while_the_view_waits(switch, visit):
    happened = visit(wait_for_other=True)
    assert happened.index("other") < happened.index("answered")


def test_with_the_fault_no_other_is_served_before_both_answers_are_there(switch, visit):
    switch(FAULT)
    happened = visit(wait_for_other=False)
    assert happened[:2] == ["asked", "asked"]
