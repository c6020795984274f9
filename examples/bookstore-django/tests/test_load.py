"""The load is open-loop: when a request leaves follows from the plan alone, whatever becomes of those before."""

import asyncio
import itertools
from statistics import mean, pstdev

from traffic.generator import generate
from traffic.http_client import Target
from traffic.plan import READING_SECONDS, plan
from traffic.tally import Tally

PAGE = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"


def test_the_plan_follows_from_rate_and_seed():
    first, again, other = (list(plan(50, seed, 20)) for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_arrivals_are_a_poisson_process_of_the_rate():
    times = [due.at for due in itertools.islice(plan(10, seed=1), 20_000)]
    gaps = [after - before for before, after in itertools.pairwise(times)]
    assert abs(mean(gaps) - 0.1) < 0.003
    # Exponential gaps: their deviation is their mean.
    assert abs(pstdev(gaps) / mean(gaps) - 1) < 0.03


def test_a_visitor_takes_the_steps_in_order_and_reads_in_between():
    visitors: dict[int, list] = {}
    for due in plan(30, seed=3, duration_seconds=60):
        visitors.setdefault(due.visitor, []).append(due)
    assert len(visitors) > 50
    for steps in visitors.values():
        assert [due.step for due in steps] == list(range(len(steps)))
        assert all(after.at - before.at >= READING_SECONDS for before, after in itertools.pairwise(steps))


def test_a_shop_that_answers_nothing_is_asked_no_less_often():
    async def run() -> tuple[list[str], Tally]:
        due = list(plan(40, seed=1, duration_seconds=3))
        arrived, all_there = [], asyncio.Event()

        async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            arrived.append(head.partition("User-Agent: bookstore-visitor/1.0 ")[2].partition("\r\n")[0])
            if len(arrived) == len(due):
                all_there.set()
            # No one is answered before the last has asked: whoever waited for an answer would wait forever.
            await all_there.wait()
            writer.write(PAGE)
            writer.close()

        server = await asyncio.start_server(connected, "127.0.0.1", 0)
        target = Target("127.0.0.1", server.sockets[0].getsockname()[1])
        tally = Tally()
        await asyncio.wait_for(generate(target, due, 1, asyncio.Event(), tally), 25)
        server.close()
        assert max(one.step for one in due) > 0
        assert sorted(arrived) == sorted(f"({one.journey.name}; {one.visitor})" for one in due)
        return tally

    tally = asyncio.run(run())
    assert (tally.ok, sum(tally.errors.values()), tally.skipped) == (tally.sent, 0, 0)


def test_a_latency_counts_from_when_the_request_was_due():
    tally = Tally()
    tally.left(due_at=10.0, now=12.0)
    tally.answered(200, due_at=10.0, now=12.5)
    assert tally.summary(5)["p50_ms"] == 2500
    assert tally.late == 1
