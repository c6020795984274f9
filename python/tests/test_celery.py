"""Tasks: published in a request, run by a real worker with processes of its own, or eagerly."""

import contextlib
import os
import signal
import subprocess
import sys

import pytest
from collector import CONSUMER, PRODUCER, of, statements
from conftest import SITE

from vitalfew.instrument.celery_tasks import waited_ns


@pytest.fixture(scope="module")
def worker(app):
    """Forks a process for each task, which ends as soon as the task has."""
    command = [sys.executable, "-m", "celery", "-A", "tasks", "worker", "--pool", "prefork"]
    command += ["--concurrency", "1", "--max-tasks-per-child", "1"]
    quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel", "ERROR"]
    running = subprocess.Popen(
        [*command, *quiet], cwd=SITE, env={**os.environ, "C_FORCE_ROOT": "1"}, start_new_session=True
    )
    yield running
    # With the processes that it has forked.
    os.killpg(running.pid, signal.SIGKILL)
    running.wait()


def published_and_run(app, name, runs=1):
    """The spans of the request that publishes the task, and of each run."""
    _, _, spans = app.get(f"/publish/{name}/", entries=1 + runs)
    entries = [span for span in spans if span.proto.kind == CONSUMER]
    return spans, sorted(entries, key=lambda entry: entry.proto.start_time_unix_nano)


def test_a_task_is_an_entry_below_the_request_that_published_it(app, worker):
    spans, (run,) = published_and_run(app, "count_up")
    (publish,) = [span for span in spans if span.proto.kind == PRODUCER]
    assert publish.parent in {view.id for view in of(spans, "view")}
    assert publish.name == "publish tasks.count_up"
    assert publish.attributes["messaging.system"] == "filesystem"
    assert publish.attributes["messaging.destination.name"] == "celery"
    assert publish.attributes["messaging.operation.type"] == "send"
    assert run.parent == publish.id
    assert run.name == "tasks.count_up"
    assert run.attributes["messaging.operation.type"] == "process"
    assert run.attributes["messaging.destination.name"] == "celery"
    assert run.attributes["celery.state"] == "SUCCESS"
    assert "vitalfew.complete" not in run.attributes
    assert run.resource["process.pid"] not in (os.getpid(), worker.pid)
    waited = run.proto.start_time_unix_nano - publish.proto.start_time_unix_nano
    assert 0 < run.attributes["vitalfew.queue_ns"] <= waited


def test_what_a_task_does_is_recorded_like_in_a_request(app, worker):
    spans, (run,) = published_and_run(app, "count_up")
    (statement,) = statements(spans)
    assert statement.parent == run.id
    assert statement.attributes["code.file.path"].endswith("tasks.py")
    (cache,) = of(spans, "cache")
    assert (cache.parent, cache.attributes["vitalfew.cache.key"]) == (run.id, "counted:*")


def test_a_task_that_fails(app, worker):
    _, (run,) = published_and_run(app, "fail")
    assert run.proto.status.code == 2
    assert run.attributes["error.type"] == "ValueError"
    assert run.attributes["celery.state"] == "FAILURE"
    (event,) = run.proto.events
    about = {pair.key: pair.value.string_value for pair in event.attributes}
    assert about["exception.message"] == "the task broke"
    assert "in fail" in about["exception.stacktrace"]


def test_a_task_that_is_tried_again(app, worker):
    spans, (first, second) = published_and_run(app, "try_twice", runs=2)
    assert first.attributes["celery.state"] == "RETRY"
    assert "not yet" in first.attributes["celery.retry.reason"]
    assert first.proto.status.code == 0
    (again,) = [span for span in spans if span.proto.kind == PRODUCER and span.parent == first.id]
    assert second.parent == again.id
    assert second.attributes["celery.retries"] == 1
    assert second.attributes["celery.state"] == "SUCCESS"


def test_a_task_that_publishes_another(app, worker):
    spans, (outer, inner) = published_and_run(app, "hand_on", runs=2)
    (publish,) = [span for span in spans if span.id == inner.parent]
    assert publish.parent == outer.id


@pytest.mark.parametrize(
    ("published", "due", "waited"),
    [
        (9_000_000_000, None, 1_000_000_000),
        (7_000_000_000, "1970-01-01T00:00:09.500000+00:00", 500_000_000),
        (9_000_000_000, "1970-01-01T00:00:08+00:00", 1_000_000_000),
        (11_000_000_000, None, 0),
        (9_000_000_000, "tomorrow", 1_000_000_000),
        (None, None, 0),
    ],
)
def test_a_task_waits_from_when_it_was_published_or_due(published, due, waited):
    assert waited_ns(published, due, 10_000_000_000) == waited


def test_an_eager_task_is_a_part_of_its_request(app):
    _, _, spans = app.get("/eager/count_up/")
    assert [span.name for span in spans if span.is_entry] == ["GET /eager/<str:name>/"]
    (task,) = [span for span in of(spans, "view") if span.name == "tasks.count_up"]
    assert task.parent in {view.id for view in of(spans, "view")}
    (statement,) = statements(spans)
    assert statement.parent == task.id


def test_an_eager_task_that_fails(app):
    _, _, spans = app.get("/eager/fail/")
    (task,) = [span for span in of(spans, "view") if span.name == "tasks.fail"]
    assert task.attributes["error.type"] == "ValueError"


@pytest.mark.parametrize("throw", [False, True])
def test_an_eager_task_outside_of_a_request_is_an_entry(app, throw):
    import tasks

    with contextlib.suppress(ValueError):
        tasks.fail.apply(throw=throw, task_id=f"eager-{throw}")
    entry = app.wait_for(lambda span: span.attributes.get("messaging.message.id") == f"eager-{throw}")
    assert (entry.proto.kind, entry.parent, entry.name) == (CONSUMER, "", "tasks.fail")
    assert entry.attributes["error.type"] == "ValueError"
    assert entry.proto.status.code == 2
